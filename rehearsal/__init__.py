"""The rehearsal: the cloud's own templates, deployed into the embedded AWS engine, and a film made by them."""
