"""Engines that write a film's script."""
