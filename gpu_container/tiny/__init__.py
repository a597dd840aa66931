"""Tiny checkpoints with random weights for every row of the catalogue, made from configurations without a network."""
