"""Question frames of the training data.

A question is put together from parts, so that a few hundred phrases make many
thousand frames. The questions of the tests are in ../testdata, in frames that are not here;
`python data.py` looks for test questions that training makes all the same.
{x} is a topic's name, {is} its verb, {do} a verb phrase, {doing} its -ing form.
"""

# Whole questions about a thing.
THING = """
what {is} {x}?
what {is} {x}
what exactly {is} {x}?
what {is} {x} for?
what {is} {x} good for?
what do you mean by {x}?
what do people mean by {x}?
what {is} meant by {x}?
what do i need {x} for?
what can you tell me about {x}?
what do you know about {x}?
what should i know about {x}?
what is the meaning of {x}?
what is the definition of {x}?
what is the idea of {x}?
what is the point of {x}?
what is the purpose of {x}?
how does {x} work?
how do you explain {x}?
how would you define {x}?
how would you describe {x}?
how can i understand {x}?
how should i understand {x}?
why do we have {x}?
why {is} there {x}?
why would i want {x}?
where does one use {x}?
when do i need {x}?
who needs {x}?
{x}?
{x}
{x} please
{x}, what is that?
{x} - what is it?
{x} means what?
{x} explained
meaning of {x}
definition of {x}
definition: {x}
explain {x}
define {x}
describe {x}
teach me {x}
tell me about {x}
tell me more about {x}
tell me what {x} {is}
tell me something about {x}
talk about {x}
talk to me about {x}
say something about {x}
let us talk about {x}
let's discuss {x}
information about {x}
info on {x}
some facts about {x}
a short explanation of {x}
an explanation of {x} for beginners
introduction to {x}
basics of {x}
summary of {x}
i do not understand {x}
i don't get {x}
i have a question about {x}
i have never heard of {x}
i read about {x}, what is it?
i saw the words {x} and do not know what they mean
someone told me about {x}, what is that?
somebody mentioned {x}. what is it?
people talk about {x}. why?
there was something about {x} in the text
we learn about {x} at school
my question is about {x}
it is about {x}
about {x}
regarding {x}
question: what {is} {x}?
q: {x}?
{x}: what does it mean?
{x}, in one sentence?
{x} in simple words
{x} in short
what is this thing called {x}?
what is that, {x}?
so what {is} {x}?
and what {is} {x}?
then what {is} {x}?
ok, but what {is} {x}?
is {x} important?
is {x} something i need?
does {x} matter?
do i need {x}?
do you know {x}?
do you know what {x} {is}?
have you heard of {x}?
can you explain {x}?
can you define {x}?
can you describe {x}?
could you say what {x} {is}?
would you explain {x}?
will you tell me what {x} {is}?
help me understand {x}
help me with {x}
make me understand {x}
show me what {x} {is}
give me a definition of {x}
give me an overview of {x}
give me some information about {x}
give a short description of {x}
""".strip().splitlines()

# "<opener> what x is", "<opener> about x", "<opener> x": any opener with any ending.
OPEN_WHAT = """
tell me
please tell me
can you tell me
could you tell me
would you tell me
do you know
i want to know
i need to know
i would love to know
i wonder
i was wondering
i am wondering
i forgot
i am not sure
i am asking
i do not know
i have no idea
explain to me
please explain
can you explain
could you explain
let me know
remind me
describe
say
my friend asks
my colleague asked me
my teacher wants to know
someone asked me
a customer wants to know
we are discussing
nobody could tell me
quickly tell me
explain in short
""".strip().splitlines()
WHAT = ["what {x} {is}", "what {is} {x}", "what {x} {is} for", "what {x} could be", "what is meant by {x}",
        "what {x} {do_}", "what one calls {x}", "how {x} works", "why we have {x}", "the meaning of {x}"]
OPEN_ABOUT = """
tell me
tell us
tell me a bit
tell me a little
tell me everything
tell me something
i want to hear
i want to know more
i want to read
i need information
i need some help and it is
i am curious
i would like some information
i have been reading
i am thinking
i am new here and ask
can you talk
can you tell me something
could you say a few words
can we talk
let us speak
what can you say
what do you think
do you know anything
do you know something
please say something
say a word
write something
write a short text
give me a few words
give me details
teach me
inform me
a question
one question
a quick question
something
""".strip().splitlines()
ABOUT = ["about {x}", "about {x}", "about {x}", "on {x}", "concerning {x}", "about the topic of {x}", "about the word {x}"]
OPEN_NOUN = """
explain
please explain
can you explain
could you please explain
would you please describe
define
describe
summarize
outline
introduce
i want to understand
i need to understand
i am trying to understand
i try to learn
i am learning
i study
i would like to understand
i must explain
i have to explain
i have trouble with
i have problems with
i need help with
i am interested in
i am looking for
i search for
help me to understand
teach me the basics of
give me an idea of
give me a summary of
give me a simple explanation of
show me the meaning of
what is behind
what about
how about
what is the use of
what is the role of
what is the reason for
what is special about
the concept of
the term
the word
the thing with
the basics of
a simple explanation for
looking for the definition of
searching for
need to know
need help:
question about
next topic:
next question:
topic:
subject:
""".strip().splitlines()

HOW = """
how do i {do}?
how do i {do}
how do you {do}?
how do we {do}?
how does one {do}?
how can i {do}?
how can one {do}?
how can we {do}?
how could i {do}?
how should i {do}?
how would i {do}?
how would you {do}?
how to {do}?
how to {do}
how is it possible to {do}?
how must i {do}?
what do i do to {do}?
what do i type to {do}?
what must i do to {do}?
what should i do to {do}?
what is the command to {do}?
what is the way to {do}?
what is the best way to {do}?
what is the easiest way to {do}?
what is needed to {do}?
which command do i use to {do}?
which steps do i need to {do}?
is there a way to {do}?
is there a command to {do}?
is it possible to {do}?
can i {do}?
can you {do}?
can you {do} for me?
can you help me {do}?
can you show me how to {do}?
can you tell me how to {do}?
could you explain how to {do}?
do you know how to {do}?
please tell me how to {do}
please help me {do}
please {do}
tell me how to {do}
tell me the way to {do}
show me how to {do}
explain how to {do}
teach me to {do}
teach me how to {do}
help me {do}
help me to {do}
i want to {do}
i need to {do}
i have to {do}
i must {do}
i wish to {do}
i try to {do}
i am trying to {do}
i cannot {do}
i do not know how to {do}
i forgot how to {do}
i want to know how to {do}
i need help to {do}
i have a question about {doing}
i need help with {doing}
let us {do}
let me {do}
{do}
{do}?
{do} please
{doing}
{doing}, how?
tell me about {doing}
help with {doing}
instructions for {doing}
steps to {do}
guide to {doing}
tutorial: {do}
a way to {do}
the command to {do}
where can i {do}?
where do i {do}?
when i want to {do}, what do i do?
what if i want to {do}?
what about {doing}?
my task is to {do}
today i want to {do}
now i want to {do}
we want to {do}
my boss wants me to {do}
my friend wants to {do}
someone wants to {do}, how?
to {do}, what do i need?
in order to {do}, what should i do?
""".strip().splitlines()

# After OPEN_WHAT, for what one does.
HOW_TO = ["how to {do}", "how to {do}", "how i {do}", "how i can {do}", "how one can {do}", "how you {do}", "what i do to {do}",
          "the way to {do}", "what is needed to {do}", "about {doing}", "the steps to {do}"]

# Asking for code about a topic; the base model answers with the snippet.
CODE = """
show me code for {x}
{x} in code
what does {x} look like in code?
give me a code example of {x}
an example in code: {x}
how do i write {x} in code?
code example for {x}
write code for {x}
show a line of code for {x}
can you show me {x} as code?
""".strip().splitlines()

COMPARE = """
what is the difference between {x} and {y}?
compare {x} and {y}
{x} or {y}?
{x} and {y}
explain {x} and {y}
tell me about {x} and {y}
what are {x} and {y}?
how do {x} and {y} differ?
difference between {x} and {y}
""".strip().splitlines()

# In front of any question, and after it.
LEADS = """
hi,
hello,
hey,
hi!
hello!
hey there,
good morning,
good evening,
good day,
dear assistant,
dear helper,
ok,
okay,
ok so
so
well,
now
right,
hmm,
um,
please
please,
sorry,
excuse me,
sorry to bother you,
quick question:
a question:
question:
one more thing:
just a question:
simple question:
stupid question maybe:
another one:
another question,
i am new here.
i am a beginner.
i am a student.
i have a question.
i need your help.
can you help?
thanks for helping.
first,
by the way,
also,
and
but
yes,
no,
my friend,
listen,
look,
tell me,
say,
for my homework:
for work:
today at work someone asked:
let me ask:
may i ask,
if i may ask,
just curious:
honestly,
actually,
really,
seriously,
to begin with,
in general,
""".strip().splitlines()
TAILS = """
please
please?
thanks
thank you
thank you!
thx
in short
briefly
in one sentence
in simple words
in plain english
for beginners
for a beginner
for dummies
for a child
quickly
if you can
if possible
if you know
again
exactly
really
actually
then
now
here
in r3mes
in general
my friend
dear assistant
ok?
right?
do you know?
can you help?
can you explain it?
i need it for my homework
i need it for work
i am new to this
i am a beginner
i do not understand it
i am confused now
it is important
it would help me
just in case
as simple as you can
with few words
or so
and why
""".strip().splitlines()

# Words strewn around a bare name, so that unseen frames do not matter. None of them names a topic.
NOISE = """
a about above after all also always am an and another any anyone as ask at away back because been before being best
better between both bring but by call came can care clear come concept could curious day detail did different do does
done down each easy else even ever every everything exactly example explain fact feel few find first for
friend from full fully get give goes going good got great had happy hard has have hear heard her here him his
how idea if important in info inside into is it its just keep kind know known last learn less let like line
little long look lot made make many matter may me mean meaning means mention might mind more most much must my name
need needs never new next nice no not notion now of off often oh on once one only or other our out over own part
people picture place please point possible practice put question quite rather read really reason reference right said
same say see seems sense shall she short should show side simple since small so some somebody someone something soon
sort speak stand start state still story such sure take talk teach tell term than that the their them then there
these they thing things think this those though thought through time to today together too topic try turn two under
understand until up upon us use used useful using usual very view want was way we well went were what when where
which while who whole why wish with without wonder word words work world would write yes yet you your kindly
gladly perhaps maybe basically simply roughly deeper depth light clue grasp brief quick overview insight context
discuss clarify elaborate specify illustrate inform describe define refer involve concern regard stuff matter case
able accept according act actual add advice agree alone along aloud already although amount answer anybody anyhow apart
appear apply approach arrive aside attempt aware barely base begin behind believe belong below beside beyond big bit
book boring bother bottom break briefing bring build busy buy carry catch certain chance change chapter choose
close closer comes common compare complete condition confuse connect consider contain continue correct course cover
create current daily dare decide deep degree depend desire despite differ difficult direct doubt draw drop during
early effect effort either else end enjoy enough entire especially essence event ever evident exist expect experience
express extra eye face fair familiar famous fast figure fill final finish fit fix follow force form former forward
free frequent front general glad goal grand ground group grow guess habit hand handy hardly hate hint history hope hour
however huge humble i'd i'll i'm i've imagine imply include indeed instance instead intend interest item itself job join
jump kid kindness lack large late later lead leave lecture lesson level lie likely limit link listen live local
lose luck main major manner mark master maximum measure meet memory mental mere method middle minute mix model moment
monday month moreover motion move myself natural near neat necessary neither newbie nobody none normal note nothing
notice number obvious occur odd offer ok older open opinion order ordinary otherwise ought pass past pause perfect
phrase piece plan play plenty pleasant pleasure power prefer present pretty prior probably problem proceed proper prove
provide pull push quarter quiet random range rare reach ready realize recall recent regular relate remain remember
repeat reply report rest result return rough round route rule safe save scene scope search second secret section seek
send senior serious serve set several shape share sheet shortly sight sign significance similar single sit size slow
soft solid solve somehow somewhere sound source space special spend spot stage stay step stick stop straight strange
strong study style subtle suddenly suggest suit sum support suppose surely surprise task team technical
terms thank theory thorough throw tiny title tomorrow tonight top total touch track train translate true trust
truth twice type typical unable unclear unless unusual useless value various vast version via visit voice wait walk warm
watch weak week weird welcome wide willing wise wonderful worry worth wrong year yesterday young yours yourself
""".split()

MORE = """
tell me more
tell me more please
tell me more about it
tell me more about that
more
more please
more details
more details please
more about this
can you say more?
can you tell me more?
could you tell me more about this?
i want to know more
i want to hear more
say more
go on
go on please
please go on
please continue
continue
and then?
and?
what else?
what else should i know?
what more can you say?
anything else?
is that all?
is there more?
why?
why is that?
why so?
how so?
how does that work?
why does it matter?
why is it important?
what does that mean?
what do you mean?
i do not understand
i see. and?
ok, and what else?
interesting, tell me more
interesting! go on
that is interesting. more?
thanks, and what more?
good. continue
hm, explain that
explain it further
explain more
a bit more
a little more please
another detail?
give me details
give me more information
please give me another fact
more facts
what follows from that?
what should i watch out for?
keep talking
one more sentence please
ok, more
yes, more
really?
really? why?
""".strip().splitlines()

MORE_CODE = """
show me code
show me the code
show me an example in code
in code?
in code please
how does it look in code?
what does that look like in code?
can you show me code?
give me a code example
write it as code
and in code?
a line of code please
code please
as code
an example in code?
""".strip().splitlines()
