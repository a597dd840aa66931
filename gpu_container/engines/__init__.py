"""The engines that rows of the catalogue name: diffusers, transformers, plain modules, and a ComfyUI server."""
