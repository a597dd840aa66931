"""The embedded illustrator: a scene's words become a layered vector picture, with no weights and no network."""
