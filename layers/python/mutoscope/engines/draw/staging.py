"""How things behave in a picture: what hangs in the air, what grows in rows, and what looks like a picture itself."""

_AIRBORNE = """
airplane atom-symbol balloon bat bird brain butterfly cloud cloud-with-rain cloud-with-snow comet crescent-moon dna dove
droplet drop-of-blood eagle flying-saucer full-moon globe-showing-americas globe-showing-asia-australia
globe-showing-europe-africa globe-with-meridians glowing-star gull helicopter
hot-air-balloon high-voltage honeybee kite
leaf-fluttering-in-wind light-bulb lungs anatomical-heart magnifying-glass-tilted-left microbe musical-note owl
parachute rainbow red-heart red-question-mark ringed-planet rocket satellite snowflake sparkles speech-balloon star sun
sun-behind-cloud sun-with-face thinking-face thought-balloon wind-face mosquito lady-beetle queen-bee
recycling-symbol key
"""
AIRBORNE = frozenset(_AIRBORNE.split())

_GROWING = """
bamboo cactus cherry-blossom cotton deciduous-tree ear-of-corn evergreen-tree herb hibiscus jasmine mushroom
palm-tree rose seedling sheaf-of-rice sunflower tulip wheat
"""
GROWING = frozenset(_GROWING.split())

SKY_LIGHTS = frozenset({"sun", "sun-with-face", "crescent-moon", "full-moon"})
"""The sky has a light of its own: these are shown only as the subject, and then in its stead."""

ALIKE = ("globe", "calendar", "hourglass", "chart", "book")
"""Parts of names that mark a family of pictograms too alike to stand side by side."""

WEATHER = SKY_LIGHTS | {"cloud-with-rain", "cloud-with-snow", "sun-behind-cloud", "wind-face", "rainbow", "snowflake"}

BOATS = frozenset(["sailboat", "canoe", "speedboat", "ferry", "motor-boat"])
AFLOAT = BOATS | frozenset(["whale", "spouting-whale", "dolphin", "shark", "duck", "swan"])

_DEEP = "octopus squid whale spouting-whale dolphin shark blowfish coral jellyfish"
DEEP = frozenset(_DEEP.split())
"""What lives in the sea and nowhere else."""
SWIMMING = DEEP | frozenset(
    ["fish", "tropical-fish", "spiral-shell", "turtle", "crab", "lobster", "shrimp", "seal", "oyster"]
)

_OFFSHORE = "desert-island lighthouse volcano rock statue-of-liberty bridge oil-drum"
OFFSHORE = frozenset(_OFFSHORE.split())
"""What stands in the sea, or is met there, of what the package counts among places."""

_PORTABLE = """
alarm-clock anchor bellhop-bell compass droplet fire fuel-pump globe-showing-americas
globe-showing-asia-australia globe-showing-europe-africa globe-with-meridians glowing-star high-voltage hourglass-done
hourglass-not-done luggage mantelpiece-clock ring-buoy rocket snowflake star stopwatch thermometer timer-clock umbrella
watch wheel wood world-map
"""
PORTABLE = frozenset(_PORTABLE.split())
"""What the package counts among places and vehicles, but one may find in a room."""

_COMMON = """
bird blossom broccoli carrot deciduous-tree deer evergreen-tree fish fox grapes herb hibiscus potted-plant red-apple
seedling sunflower tropical-fish tulip
"""
COMMON = frozenset(_COMMON.split())
"""What stands for a whole kind: in a film about one flower, any flower is that one."""

TREES = frozenset({"bamboo", "cherry-blossom", "deciduous-tree", "evergreen-tree", "palm-tree", "wood"})

_HEADS = "fox bear polar-bear lion panda koala wolf raccoon frog hamster unicorn"
HEADS = frozenset(_HEADS.split())
"""Animals that are drawn as a head alone; like busts, they are shown in a medallion."""

_TILES = """
beach-with-umbrella bridge-at-night building-construction camping cityscape cityscape-at-dusk desert fog foggy
japanese-post-office milky-way moon-viewing-ceremony motorway mount-fuji mountain-cableway national-park
night-with-stars non-potable-water passenger-ship potable-water railway-track ship stop-sign sunrise
sunrise-over-mountains sunset water-wave white-flower
"""
TILES = frozenset(_TILES.split())
"""Pictograms with a background of their own or cut off at an edge: they would look pasted in."""
