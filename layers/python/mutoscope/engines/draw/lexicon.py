"""What our own taste says a word looks like: English words, and the pictograms for them, the best first.

It goes before the pictograms' own names and keywords, which know nouns but neither verbs nor ideas.
"""

from collections.abc import Mapping

_TABLE = """
rice paddy: sheaf-of-rice cooked-rice
wheat grain cereal crop barley harvest straw hay: sheaf-of-rice
corn maize: ear-of-corn
grow growth sprout seedling germinate germination sow sowing planting seed cultivate transplant shoot:
    seedling potted-plant
plant plants herb vegetation: herb potted-plant seedling
leaf leaves foliage photosynthesis: leaf-fluttering-in-wind herb maple-leaf
tree oak: deciduous-tree evergreen-tree
pine fir conifer: evergreen-tree
root soil earthworm worm compost: worm seedling
flower bloom blossom pollen: sunflower tulip hibiscus
bee pollination honeybee: honeybee
honey: honey-pot honeybee
farmer farm farming agriculture peasant grower: farmer tractor
plough plow machinery tractor: tractor
cow cattle dairy: cow
buffalo: water-buffalo
barn ranch: house-with-garden tractor
vegetable vegetables: carrot broccoli
fruit fruits: red-apple grapes banana
eat eating meal dinner lunch dish: fork-and-knife-with-plate pot-of-food
food cuisine: pot-of-food bento-box
cook cooking boil simmer recipe chef: cooking pot-of-food cook
bread bake baking flour dough loaf: bread baguette-bread
coffee espresso caffeine: hot-beverage
tea: teacup-without-handle teapot
drink: cup-with-straw glass-of-milk
sugar sweet candy: candy lollipop
salt spice: salt
milk: glass-of-milk
egg eggs: egg
water liquid irrigation irrigate moisture drop droplet: droplet
rain rainy rainfall monsoon: cloud-with-rain
river stream: canoe
sea ocean: sailboat
ice frozen freeze: ice snowflake
snow winter cold: snowflake snowman-without-snow
storm thunder lightning: high-voltage cloud-with-rain
wind breeze air: wind-face leaf-fluttering-in-wind
weather climate: sun-behind-cloud thermometer
temperature heat hot warming warmth fever: thermometer fire
fire flame burn burning: fire
sun sunlight sunshine sunny summer daylight solar: sun
moon lunar: crescent-moon full-moon
star stars: glowing-star
night sleep sleeping dream: crescent-moon bed
rainbow: rainbow
planet saturn: ringed-planet
earth globe world global planet-earth: globe-showing-europe-africa globe-showing-asia-australia
asia china japan india indonesia vietnam thailand: globe-showing-asia-australia
america: globe-showing-americas
space universe cosmos galaxy: ringed-planet
rocket launch spaceship spacecraft mission: rocket
satellite orbit: satellite
astronaut: astronaut
telescope astronomy astronomer: telescope
alien: alien-monster
gravity apple: red-apple
time wait waiting duration patience hourglass slow slowly long: hourglass-not-done hourglass-done
length measure distance: straight-ruler
month months calendar date week season year years schedule: spiral-calendar tear-off-calendar
hour clock minute oclock: mantelpiece-clock alarm-clock
wake alarm: alarm-clock
morning dawn sunrise: sun-with-face
fast speed quick quickly race: racing-car stopwatch
history ancient past empire antiquity: classical-building scroll
future technology: robot rocket
question ask asking wonder curious curiosity mystery: red-question-mark thinking-face
answer solution solve idea insight understand explain explanation invention invent imagine: light-bulb
look looking search find seek examine inspect discover detail closer: magnifying-glass-tilted-left
observe vision sight: telescope eye
step steps stage stages order sequence process procedure method: footprints ladder clipboard
path journey travel trip: compass luggage
list plan checklist summary: clipboard memo
write writing author: fountain-pen memo
read reading story book novel tale: open-book books
learn learning study lesson education school: graduation-cap books school
teach teaching teacher: teacher
student pupil: student
number numbers mathematics math maths arithmetic: abacus input-numbers
geometry: triangular-ruler
science scientist experiment: microscope alembic scientist
chemistry chemical reaction: alembic test-tube
biology cell bacteria germ microbe: microbe microscope
dna gene genetic evolution: dna
atom physics molecule: atom-symbol
electricity electric power energy voltage: high-voltage battery light-bulb
battery charge: battery
magnet magnetic magnetism: magnet
light lamp bulb: light-bulb
computer software code program digital: laptop desktop-computer
internet web network online: globe-with-meridians laptop
data chart statistic statistics graph: bar-chart chart-increasing
increase rise growing-economy profit: chart-increasing
decrease decline fall: chart-decreasing
phone smartphone mobile: mobile-phone
robot ai artificial-intelligence intelligence: robot
brain mind memory think thinking thought: brain thought-balloon
heart love: red-heart
pulse blood circulation: anatomical-heart drop-of-blood
lung breathe breath breathing: lungs
bone skeleton: bone
eye: eye
ear hear hearing listen sound: ear headphone
tooth teeth: tooth
health medicine doctor medical hospital: stethoscope hospital health-worker
vaccine injection: syringe
pill drug: pill
virus disease illness: microbe
sport exercise fitness gym strong strength: person-lifting-weights flexed-biceps
football soccer: soccer-ball
win winner success champion victory: trophy
goal target aim: bullseye
game play: video-game game-die
music song melody: musical-note guitar
art artist paint painting: artist-palette
photo camera photograph: camera
film movie cinema: clapper-board movie-camera
money cash pay payment price cost: coin money-bag
market trade sell selling buy shop shopping store: shopping-cart convenience-store
bank finance economy: bank coin
gold treasure: coin gem-stone
work job business office: briefcase office-building
factory industry manufacture production: factory
build building construct construction: construction-worker brick
house home: house house-with-garden
city town urban: office-building
village: hut houses
castle king queen kingdom royal: castle crown
temple: hindu-temple
church: church
war battle soldier fight: crossed-swords shield
peace: dove
law justice court: balance-scale
balance weigh weight compare comparison: balance-scale
vote democracy election: ballot-box-with-ballot
road street drive driving car: automobile
bus: bus
train railway: locomotive high-speed-train
ship boat sail sailing: sailboat ship
plane airplane flight flying aircraft: airplane
bird: bird
bicycle bike cycling: bicycle
map geography country: world-map compass
mountain peak: snow-capped-mountain mountain
volcano eruption lava: volcano
desert: cactus camel
island: desert-island
forest jungle wood woods: evergreen-tree deciduous-tree
animal wildlife: fox deer
dog puppy: dog
cat kitten: cat
horse: horse
fish: tropical-fish fish
whale: spouting-whale whale
insect bug: beetle lady-beetle
butterfly: butterfly
spider: spider
dinosaur fossil: sauropod t-rex
elephant: elephant
lion: lion
tiger: tiger
sheep wool: ewe
chicken hen: chicken
duck: duck
frog: frog
snake: snake
child children kid kids: child
baby birth born: baby
friend friends friendship together community: handshake
agree agreement deal cooperation: handshake
gift present: wrapped-gift
party celebrate celebration festival: party-popper balloon
birthday: birthday-cake
letter mail message email: envelope
news newspaper: newspaper
speak talk say conversation language: speech-balloon
announce announcement: megaphone
key secret unlock: key
lock security safe safety: locked
protect protection: shield
danger warning risk careful: warning
tool tools repair fix: hammer-and-wrench toolbox
machine mechanism engine gear: gear
recycle recycling waste pollution plastic: recycling-symbol wastebasket
sustainability environment nature ecology: seedling globe-showing-europe-africa
dress clothes clothing fashion cloth cotton: t-shirt dress
shoe: running-shoe
bag: backpack
umbrella: umbrella
door: door
chair furniture: chair
bath wash washing soap clean cleaning: soap bubbles
dry drying husk mill milling: sheaf-of-rice sun-with-face
bowl plate: bowl-with-spoon
fertilizer nutrient nutrients: test-tube seedling
basket: basket
pot: pot-of-food
yield ton tons: chart-increasing
oil petroleum fuel: oil-drum fuel-pump
stone rock: rock
metal iron steel: gear
glass: tumbler-glass
chemical: alembic
tower: tokyo-tower
airport: airplane-departure
restaurant: fork-and-knife-with-plate
statue: moai
museum culture: classical-building
theatre theater drama: performing-arts
marriage wedding: ring
sword knight: crossed-swords
army: military-helmet
radio: radio
antenna signal: satellite-antenna
jewel diamond: gem-stone
rhino: rhinoceros
hippo: hippopotamus
squirrel: chipmunk
caterpillar: bug
grasshopper: cricket
pumpkin: jack-o-lantern
cherry: cherries
orange: tangerine
chocolate: chocolate-bar
noodle noodles: steaming-bowl
pasta: spaghetti
soup: pot-of-food
cheese: cheese-wedge
burger: hamburger
salad: green-salad
wine: wine-glass
beer: beer-mug
juice: beverage-box
hat: top-hat
truck lorry: delivery-truck
tyre tire wheel: wheel
palm coconut-palm: palm-tree
penicillin antibiotic: pill
potato: potato
container box package cargo: package
password: key
crown: crown
bear: bear
bean beans: beans
pea peas: pea-pod
nut peanut: peanuts
mouse: mouse
monkey: monkey
glacier polar: ice polar-bear
ghost: ghost
oven stove: fire
sand dune: camel
tooth toothbrush: toothbrush
kite: kite
screw bolt: nut-and-bolt
ruler: straight-ruler
steam: hot-beverage
bubble: bubbles
fly: fly
"""

LEXICON: Mapping[str, tuple[str, ...]] = {
    word: tuple(names.split())
    for words, _, names in (line.partition(":") for line in _TABLE.replace("\n    ", " ").strip().splitlines())
    for word in words.split()
}
