"""Our own models on our own cards: a worker that pulls orders from a queue and runs them in a child with torch."""
