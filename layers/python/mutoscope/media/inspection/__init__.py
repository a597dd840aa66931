"""Looking into files that strangers made, in a process that can do nothing else."""
