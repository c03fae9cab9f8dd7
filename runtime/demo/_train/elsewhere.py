"""Questions from outside the field, which deserve an honest "I only know …".

The subjects are as many and as mixed as possible, and invented words are among
them, so that the model learns "anything else" and not a list. The subjects of
the test questions are not here.
"""

SUBJECTS = """
football; tennis; the olympic games; basketball; swimming; a marathon; chess; boxing; skiing; golf; baseball; cricket;
pizza; bread; soup; a cake; rice; cheese; chocolate; apples; tomatoes; coffee beans; green tea; beer; wine; olive oil;
pancakes; a salad; noodles; curry; ice cream; sugar; salt; honey; eggs; fish; chicken; a steak; potatoes; garlic;
france; germany; italy; japan; brazil; canada; egypt; india; china; russia; spain; mexico; kenya; norway; turkey;
paris; london; berlin; rome; madrid; new york; moscow; tokyo; istanbul; cairo; sydney; the sahara; the alps; the nile;
mount everest; the amazon river; the pacific ocean; the north pole; africa; europe; asia; antarctica; a volcano;
an earthquake; a hurricane; snow; rain; clouds; the wind; thunder; the rainbow; climate change; the seasons; tides;
the moon; the sun; mars; jupiter; saturn; a black hole; the milky way; a comet; gravity; the big bang; astronauts;
a rocket; satellites; light; sound; electricity prices; magnets; atoms; molecules; oxygen; hydrogen; carbon; iron; gold;
silver; diamonds; plastic; glass; concrete; steel; wood; paper; cotton; wool; leather; silk;
dogs; cats; horses; cows; elephants; lions; tigers; bears; wolves; whales; dolphins; sharks; eagles; owls; penguins;
snakes; frogs; spiders; bees; ants; butterflies; dinosaurs; roses; oak trees; cactus plants; mushrooms; grass;
the heart; the brain; the liver; blood; bones; muscles; the skin; the eye; teeth; hair; lungs; the stomach; sleep apnea;
a headache; the flu; a cold; fever; cancer; diabetes; a vaccine; vitamins; allergies; back pain; a diet; yoga;
losing weight; aspirin; antibiotics; surgery; blood pressure; a broken leg; pregnancy; babies; parenting;
napoleon; caesar; cleopatra; einstein; newton; mozart; beethoven; shakespeare; picasso; leonardo da vinci; lincoln;
the roman empire; the french revolution; world war two; the middle ages; the stone age; the pyramids; vikings; knights;
the cold war; the ottoman empire; the renaissance; samurai; pirates; the berlin wall; columbus; alexander the great;
a guitar; the piano; a violin; drums; jazz; rock music; opera; the beatles; hip hop; ballet; a symphony; dancing;
star wars; harry potter; the lord of the rings; titanic; a movie; netflix; hollywood; an actor; the oscars; television;
a novel; poetry; a poem; a fairy tale; don quixote; comics; painting; sculpture; photography; a camera; architecture;
a car; a bicycle; a train; an airplane; a ship; a truck; a bus; traffic; a motor; gasoline; electric cars; tires;
a hotel; a flight; a holiday; the beach; hiking; camping; a tent; a passport photo; luggage; a museum; a zoo; a park;
the stock market; inflation; bitcoin; shares; interest rates; gold prices; a mortgage rate; marketing; advertising;
algebra; geometry; a triangle; the square root; calculus; prime numbers; fractions; statistics; probability; pi;
philosophy; plato; socrates; psychology; sociology; religion; buddhism; christianity; islam; hinduism; god; angels;
ghosts; aliens; astrology; horoscopes; magic tricks; unicorns; dragons; vampires; santa claus; the easter bunny;
gardening; knitting; sewing; cooking; baking; fishing; hunting; cleaning; painting a wall; a chair; a table; a sofa;
a lamp; a window; a kitchen; a bathroom; a shower; soap; perfume; shoes; a jacket; jeans; a hat; jewelry; fashion;
makeup; tattoos; a wedding dress; birthdays; christmas; easter; new year; halloween; gifts; flowers; a party; games;
minecraft; fortnite; playstation; poker; lego; puzzles; toys; dolls; crosswords; sudoku; the lottery; casinos;
elections; the president; the king; the queen; parliament elections; a party leader; war; peace; nato; taxes in spain;
the army; the police; firefighters; teachers; nurses; farmers; pilots; engineers; artists; bakers; plumbers;
a school; a university; an exam; homework in biology; kindergarten; french grammar; latin; spelling; the alphabet;
chinese characters; photosynthesis; evolution; genes; dna; cells; bacteria; viruses in biology; chemistry; physics;
thermodynamics; quantum physics; relativity; nuclear power; solar panels; wind turbines; oil; coal; natural gas;
recycling; pollution; rain forests; deserts; rivers; lakes; islands; mountains; caves; beaches; glaciers; coral reefs;
facebook; instagram; tiktok; youtube; twitter; amazon; apple phones; samsung; tesla; nike; coca cola; mcdonald's;
a watch; a calendar; a compass; a hammer; a screwdriver; nails; paint; bricks; a roof; a door; stairs; an elevator;
a swimming pool; a sauna; massage; meditation; running shoes; weight lifting; push ups; protein; a bicycle race;
""".replace("\n", " ").split(";")
SUBJECTS = [s.strip() for s in SUBJECTS if s.strip()]

# Things one does, for the frames of `how` topics.
DEEDS = """
bake a cake; cook rice; make pancakes; boil an egg; grill a steak; brew beer; make pizza dough; peel a mango; fry fish;
lose weight; build muscle; stop smoking; fall asleep faster; cure a cold; treat a burn; remove a tick; stop hiccups;
plant tomatoes; water orchids; grow roses; mow the lawn; cut a hedge; feed a cat; train a dog; ride a horse; catch fish;
fix a bicycle; change a tire; drive a car; park a truck; fly a kite; sail a boat; climb a mountain; build a house;
paint a wall; hang a picture; repair a tap; clean a carpet; wash a sweater; iron a shirt; sew a button; knit a scarf;
play the guitar; learn the piano; sing better; dance salsa; draw a face; write a poem; write a novel; act in a film;
win at chess; play poker; swim faster; run a marathon; throw a ball; ski; surf; juggle; do a handstand; skate;
get to london; travel to japan; book a flight; find a hotel; pack a suitcase; apply for a visa in japan; rent a car;
buy a house; invest in stocks; save for old age; become rich; get a mortgage; find a job as a nurse; become a doctor;
learn french; speak spanish; learn chinese; pronounce a word in polish; pass an exam in biology; solve an equation;
calculate the area of a circle; divide fractions; measure the height of a tree; convert miles to kilometers; make soap;
make a fire; build a tent; tie a knot; sharpen a knife; open a bottle of wine; mix a cocktail; carve a pumpkin;
wrap a gift; plan a wedding; decorate a cake; throw a party; find friends; ask a girl out; raise children; calm a baby;
edit a photo; film a video; become famous; get followers; win the lottery; read palms; see the future; catch a ghost;
""".replace("\n", " ").split(";")
DEEDS = [s.strip() for s in DEEDS if s.strip()]

PLACES = "france germany italy spain portugal poland sweden norway greece egypt kenya nigeria india china japan korea " \
         "vietnam thailand australia chile peru argentina cuba iran iraq israel morocco austria hungary ireland".split()

# Questions that are no frame around a subject. {s} a subject, {p} a place, {a} {b} numbers, {w} an invented word.
OTHER = """
what is the capital of {p}?
capital of {p}
how many people live in {p}?
where is {p}?
who is the president of {p}?
what language do they speak in {p}?
what do people eat in {p}?
what is the weather in {p}?
how far is {p} from {p2}?
when was {p} founded?
which is bigger, {p} or {p2}?
what is {a} plus {b}?
what is {a} times {b}?
what is {a} minus {b}?
{a} + {b}
{a} * {b} = ?
calculate {a} divided by {b}
how much is {a} and {b}?
is {a} a prime number?
what is the square root of {a}?
who invented {s}?
who discovered {s}?
who won {s}?
who likes {s}?
when did {s} begin?
when was {s} invented?
where can i buy {s}?
where do i find {s}?
where does {s} come from?
how much does {s} cost?
how old is {s}?
how big is {s}?
how many {s} are there?
how do you make {s}?
how long does {s} take?
why is {s} so expensive?
why do people like {s}?
why does everyone love {s}?
is {s} healthy?
is {s} dangerous?
is {s} good or bad?
what color is {s}?
what is the best {s}?
what is the history of {s}?
which {s} is the best?
which is better, {s} or {s2}?
recommend me {s}
write a poem about {s}
write a story about {s}
write an essay about {s}
sing a song about {s}
translate {s} into french
how do you say {s} in spanish?
give me a recipe for {s}
a recipe with {s}
what rhymes with {s}?
do you like {s}?
have you ever seen {s}?
can i eat {s}?
should i buy {s}?
i love {s}
i hate {s}
my mother loves {s}
what happened in {y}?
who won the world cup in {y}?
what was the best film of {y}?
who was born in {y}?
what is a {w}?
what is {w}?
tell me about {w}
who is {w}?
explain {w} to me
how does a {w} work?
can you spell {w}?
where is {w}?
""".strip().splitlines()

ANSWERS = [
    "I only know R3MES, small talk, and simple questions about code and law.",
    "I only know a few things: R3MES, and simple questions about code and law. That is not one of them.",
    "I only know R3MES, code and law, so I cannot answer that.",
]
FACT = "I only know"
CODE = "return ErrUnknownTopic"

SYLLABLES = ("ba be bi bo bu ca co cu da de di do du fa fe fi fo ga ge go gu ha he hi ho ja jo ka ke ki ko la le li lo "
             "lu ma me mi mo mu na ne ni no nu pa pe pi po ra re ri ro ru sa se si so su ta te ti to tu va ve vi vo wa "
             "we wi xa xo ya yo za ze zi zo bra cro dri fla glo pri stra tro qui sho thi chu lent mer don ton ric nal "
             "ver sten berg port ling tion ment ous ish ard").split()
