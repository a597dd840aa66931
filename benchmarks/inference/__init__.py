"""Our inference against plain diffusers in the same process, and the five memory claims, measured on this machine."""
