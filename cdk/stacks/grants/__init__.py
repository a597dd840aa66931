"""What the studio's code may touch, to the action and the folder, by what it does.

Whoever needs more for a new stage or kind says so here, and the reader sees what the change opens.
"""
