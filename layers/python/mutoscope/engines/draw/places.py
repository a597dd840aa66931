"""Which words set a scene where, at what hour and in what weather; and where things are found when no word says."""

from collections.abc import Mapping

from mutoscope.engines.draw.light import Weather
from mutoscope.engines.draw.palettes import Hour

_PLACES = """
field: rice paddy wheat crop harvest farm farmer farming agriculture grain seed plough plow tractor corn
    maize barley field sow irrigation irrigate straw hay grow growth germination sprout cotton soil
    fertilizer yield plantation
garden: garden flower bloom vegetable fruit bee pollination backyard lawn butterfly honey herb compost park
hills: football soccer rugby cricket-match tennis golf marathon hill countryside meadow pasture village sheep
    cow horse nature wind landscape valley weather rainbow grass
mountains: mountain peak climb alps himalaya summit rock volcano cliff glacier geology
forest: forest tree jungle wood woods leaf wildlife fox deer bear mushroom rainforest owl
desert: desert oasis palm sand camel dune cactus sahara drought pyramid egypt
snow: snow winter ice arctic antarctic polar penguin ski frozen freeze cold
sea: tsunami sea ocean beach coast ship sail boat island wave tide harbour harbor port pirate shore navigation
    fishing-boat trawler gull seagull
cape: lighthouse lighthouses beacon pharos headland
lake: lake pond ferry tarn
river: nile amazon ganges danube rhine thames mississippi yangtze mekong river stream bridge waterfall fisherman canal
    flood dam water
underwater: underwater fish whale shark coral reef dolphin octopus diving submarine
city: city town street building urban skyscraper apartment traffic office economy bank architecture factory
    industry
road: road drive car travel journey highway trip route bicycle truck motorcycle transport
market: market shop trade sell buy store price merchant bazaar shopping money customer
room: room home house family sleep bed sofa living chair child baby evening
kitchen: sushi chocolate kitchen cook cooking food eat meal recipe bread bake tea coffee dish boil egg
    soup dinner breakfast
    lunch
laboratory: penicillin laboratory lab experiment chemistry scientist science microscope biology vaccine medicine
    chemical atom virus cell molecule dna bacteria
library: library book read study learn school history student teacher university knowledge story literature
    write writer lesson
space: black-hole space planet moon galaxy universe astronaut rocket orbit satellite cosmos mars comet astronomy
    telescope gravity star
abstract: idea mind think future internet data computer software network time question answer mathematics
    number algorithm energy electricity light memory mystery meaning philosophy emotion money
"""


def _read(table: str) -> dict[str, str]:
    places: dict[str, str] = {}
    for line in table.strip().replace("\n    ", " ").splitlines():
        place, _, words = line.partition(":")
        for word in words.split():
            places.setdefault(word.replace("-", " "), place)
    return places


PLACES: Mapping[str, str] = _read(_PLACES)
IMAGINED = frozenset({"abstract"})
"""A real place beats these, however late it is named."""

UNTOLD = IMAGINED | {"library", "market", "room"}
"""Where a film does not play because its title has a word like question, price or history."""

SEASONAL = frozenset({"winter"})
"""Words that are mostly said of something else: they set a scene only among its first keywords."""

_TELLING = "answer guide history lesson life question story tale"
TELLING = frozenset(_TELLING.split())
"""Words of a title that say what kind of film it is, and not of what."""

TURNS: Mapping[str, tuple[str, ...]] = {
    "kitchen": ("kitchen", "room", "market"),
    "library": ("library", "room"),
    "laboratory": ("laboratory", "library"),
    "mountains": ("mountains", "hills"),
    "garden": ("garden", "hills"),
    "field": ("field", "field", "hills"),
    "forest": ("forest", "hills"),
    "market": ("market", "city"),
    "road": ("road", "hills", "city"),
}
"""Where a film's scenes are in turn, when only a thing that is found in a place speaks for it."""

SCENERY: Mapping[str, tuple[str, ...]] = {
    "hills": ("deciduous-tree", "ewe"),
    "field": ("deciduous-tree", "bird"),
    "garden": ("butterfly", "tulip"),
    "mountains": ("evergreen-tree", "goat"),
    "forest": ("deer", "mushroom"),
    "desert": ("camel", "cactus"),
    "snow": ("evergreen-tree",),
    "sea": ("sailboat",),
    "cape": ("sailboat",),
    "lake": ("sailboat", "duck"),
    "river": ("deciduous-tree", "butterfly"),
    "underwater": ("tropical-fish", "fish"),
    "city": ("bird", "deciduous-tree"),
    "road": ("deciduous-tree", "bicycle"),
    "market": ("basket", "red-apple"),
    "room": ("potted-plant", "couch-and-lamp"),
    "kitchen": ("pot-of-food", "teapot"),
    "laboratory": ("test-tube", "microscope"),
    "library": ("books", "open-book"),
    "space": ("ringed-planet", "comet"),
}
"""What may be met in a place at any time: it gives life to a scene whose words name nothing that can be shown."""

_NAMED = """
field paddy farm garden park hill countryside meadow mountain himalaya alps volcano cliff forest jungle rainforest
desert sahara dune arctic antarctic sea ocean beach coast shore harbour harbor lighthouse island river lake bridge canal
underwater reef city town street skyscraper office factory road highway market bazaar room home kitchen laboratory
lab library school university space orbit
"""
NAMED = frozenset(_NAMED.split())
"""Words that are places themselves and count for more than the things found there."""

HOURS: Mapping[str, Hour] = {
    **dict.fromkeys(("morning", "dawn", "sunrise", "daybreak"), Hour.DAWN),
    **dict.fromkeys(("noon", "midday", "daylight", "daytime", "sunshine"), Hour.DAY),
    **dict.fromkeys(("afternoon",), Hour.GOLDEN),
    **dict.fromkeys(("evening", "dusk", "sunset", "twilight", "nightfall"), Hour.DUSK),
    **dict.fromkeys(("night", "midnight", "moonlight", "moonlit", "darkness", "starlight", "starry"), Hour.NIGHT),
    **dict.fromkeys(("nocturnal", "overnight"), Hour.NIGHT),
}

SKIES: Mapping[str, Weather] = {
    **dict.fromkeys(("rain", "rainy", "rainfall", "monsoon", "drizzle", "shower"), Weather.RAIN),
    **dict.fromkeys(
        ("storm", "thunderstorm", "thunder", "lightning", "hurricane", "typhoon", "cyclone"), Weather.STORM
    ),
    **dict.fromkeys(("snow", "snowfall", "winter", "blizzard", "snowstorm"), Weather.SNOW),
    **dict.fromkeys(("fog", "foggy", "mist", "misty"), Weather.FOG),
}

FOUND_IN: Mapping[str, tuple[str, ...]] = {
    "Animals & Nature": ("hills", "forest", "garden"),
    "Food & Drink": ("kitchen", "market", "garden"),
    "Travel & Places": ("road", "hills", "city"),
    "Objects": ("room", "garden", "abstract"),
    "Activities": ("room", "garden", "abstract"),
    "People & Body": ("garden", "hills", "abstract"),
    "Symbols": ("abstract",),
    "Smileys & Emotion": ("abstract",),
}
