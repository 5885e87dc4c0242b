"""Common given names by gender, and what else tells a person's gender in print.

A short table written for this project from general knowledge. Names that are given to both,
or that are surnames as often ("Kim", "Jordan", "Lee"), are left out: unknown stays unknown.
"""

from __future__ import annotations

from functools import cache

from communique.reading.actors.lexicon import FEMALE_NOUNS, FEMALE_TITLES, MALE_NOUNS, MALE_TITLES

_MALE = """
aaron abdel abdul abdullah abraham adam adolf adrian ahmad ahmed alain alan albert alberto alejandro
aleksandr aleksei alex alexander alexandre alexei alexey alexis alfred ali allan allen alois alonso alvaro
amir anatoly anders andre andreas andrei andrej andres andrew andrey andrzej angus anthony antoine anton
antonio antonis antony ari ariel arnold arsène arthur arturo asad ashraf asif askar augustus austin
avigdor ayman barack barry bart bashar basil ben benedict benigno benjamin benny bernard bernie bert bilal
bill billy bjorn bob bobby bohuslav boris brad bradley brandon branko brett brian bruce bruno bryan byron
calvin carl carlo carlos cecil cesar chad charles charlie chester chris christian christoph christopher
chuck clarence claude claudio clement cliff clifford clint clive colin connor conor craig curtis cyril
cyrus dan daniel daniele danny darius darren dave david dean denis dennis derek dick didier diego dieter
dietrich dirk dmitri dmitry dominic dominique donald douglas dragan duncan dwight earl eddie edgar edmund
eduardo edward edwin ehud eli elias elliott emilio emmanuel emomali enda enrique eric erich erik ernest
ernst erwin ethan eugene evan evo fabian faisal farouk felipe felix ferdinand ferenc fernando fidel
francesco francis francisco franco francois frank franklin franz fred freddie frederick frederik friedrich
fritz fyodor gary gavin gennady geoff geoffrey georg george georges georgi georgy gerald gerard gerhard
gerry giacomo gianni gideon gilbert giorgio giorgos giovanni giulio giuseppe glen glenn goran gordon
graham grant greg gregory grigory guido guillaume guillermo gunter gunther gustav gustavo guy gyorgy habib
hafez hamad hamid hamilton hamza hank hans harold harry harvey hasan hassan hector heiko heinrich heinz
helmut henri henrik henry herbert herman hermann horacio horatio horst howard hubert hugh hugo hussein ian
ibrahim ignacio igor ilham imran isaac ismail istvan ivan ivo jack jacob jacques jaime jair jake jakob
jamal james jamie jan janos jared jaroslav jason javier jay jeff jeffrey jens jeppe jeremy jerome jerry
jerzy jesse jesus jim jimmy jiri joachim joao joe joel johan johann johannes john johnny jon jonas
jonathan jorg jorge jose josef josep joseph josh joshua juan jules julian julio julius junichiro jurgen
justin jyrki kareem karel karim karl keith ken kenneth kevin khalid khalifa kirk klaus klemens konrad
konstantin kostas kurt kyle lachlan larry lars lasse laszlo laurent lawrence lech lennart leo leon leonard
leonardo leonid leopold leroy lester lewis liam linus lionel lloyd lorenzo lothar louis luca lucas ludovic
ludwig luigi luis luiz lukas luke luther magnus mahathir mahmoud mahmud malcolm manfred manmohan manuel
marc marcel marcelo marco marcos marcus marek mariano mario marius mark martin marty marvin mateusz
mathias matt matteo matthew matthias matti maurice mauricio maurizio max maxim maximilian mehdi mehmet mel
melvin michael micheal michel mick miguel mihail mikael mike mikhail mikheil mikko milan miles milos
milton miroslav mitch mohamed mohammad mohammed mohsen morris moshe muammar muhammad murray mustafa
narendra nathan nathaniel nawaz ned neil nelson neville nicholas nick nicola nicolas niels nigel nikita
nikol nikolai nikolay noah noel norbert norman olaf ole oleg oliver olivier omar osama oscar oskar otto
owen pablo paolo pat patrick paul paulo pavel pedro pekka per percy pervez peter petr petro phil philip
philippe pierre pieter pietro piotr rafael rafic rajiv ralph ramon ramzan rand randy rashid raul ray
raymond recep reinhard reinhold rene rex ricardo richard rick robert roberto robin rod roderick rodney
rodrigo roger roland rolf roman ron ronald ross roy ruben rudolf rudy rupert russell ryan saddam saeed
salman salvador salvatore sam samir samuel sauli scott sean sebastian selim serge sergei sergey sergi
sergio seth shah shane shimon shinzo sidney silvio simon solomon spencer stan stanislav stanley stefan
stefano steffen stephen sterling steve steven stuart sven sylvester tadeusz tarek tariq taro taylor ted
terence terry theo theodor theodore thierry thomas thorbjorn tim timothy tobias toby todd tom tomas
tommaso tommy tony toomas tristan tyler ulrich umberto uri vaclav valdis valentin valery vernon vicente
victor viktor vincent vincenzo vitaly vito vlad vladimir volodymyr vyacheslav walid wallace walter warren
wayne werner wilbur wilhelm willem william willy winston wladimir wolfgang woodrow xavier yannick yasser
yasuo yitzhak yoshihide yousef yukio yuri yusuf yves zachary zdenek zoltan zoran
""".split()

_FEMALE = """
abigail ada adele adriana agatha agnes aisha alejandra alessandra alexandra alice alicia alina alison
allison alma amanda amber amelia amina amy ana anastasia andrea andrée angela angelina angie anita anja
ann anna annabel anne annegret annette annie antonia april aretha ariana ashley astrid audrey aung ava
barbara barbra beatrice beatrix becky bella benazir bernadette bertha bess beth betsy betty beverly bianca
birgit blanche bonnie brenda bridget brigitte brittany camilla candice carla carly carmen carol carole
caroline carolyn carrie cassandra catherine cathy cecilia celia charlene charlotte chelsea cheryl chiara
chloe christina christine chrystia cindy claire clara clare claudia colette colleen condoleezza connie
constance consuelo cora cornelia courtney cristina cynthia daisy dalia daniela danielle daphne dawn debbie
deborah debra deirdre denise diana diane dianne dilma dina dolores donna dora doris dorothy ebony edith
edna eileen elaine eleanor elena eleonora elisa elisabeth eliza elizabeth ella ellen elsa elsie emilia
emily emma erica erika erin ernestine esperanza estelle esther ethel eugenia eva evelyn faith fatima
felicia fiona flora florence frances francesca franziska frederica frida gabriela gabrielle gail georgia
georgina geraldine germaine gertrude gillian gina ginny giorgia giulia gladys glenda gloria golda grace
greta gretchen gwen gwendolyn hannah harriet hazel heather heidi helen helena helene helga helle henrietta
hilary hilda hillary holly hope ida ilse indira inge ingrid irena irene irina iris irma isabel isabella
isabelle ivana ivanka ivy jacinda jacqueline jana jane janet janice janine jasmine jean jeanette jeanne
jen jenna jennifer jenny jessica jill jo joan joanna joanne jocelyn josephine joy joyce juanita judith
judy julia juliana julie juliet june kaja kamala karen karin karina kate katerina katharina katherine
kathleen kathryn kathy katie katja katrin katrina kay kellyanne kersti kirsten kirstie kristalina kristen
kristin kristina kristine lara larissa laura lauren laurie layla lea leila lena leslie lidia lillian lily
linda lisa liz loretta lori lorraine louisa louise lucia lucille lucy luisa lydia lynn madeleine madeline
magdalena maggie maia malala malia mallory mandy manuela mara marcia margaret margarita margot margrethe
maria mariah mariam marian marianne marie mariella marija marilyn marina marine marion marissa marjorie
marlene marsha marta martha martina mary matilda maud maureen mavis maya megan meghan melania melanie
melinda melissa mercedes meredith meryl mette mia michaela michele michelle mildred millie mimi minnie
miranda miriam moira molly mona monica monika muriel myra myriam nadia nadine nancy naomi natalia natalie
natasha nell nicole nikki nina nora noreen norma olga olivia oprah patricia patsy patti paula pauline
pearl peggy penelope penny petra phoebe phyllis pippa polly prudence rachel ramona raquel rebecca regina
renata rhoda rita roberta rosa rosalind rose rosemary rosie roxana ruth sabina sabine sabrina sadie sally
samantha sandra sanna sara sarah sasha savannah segolene selena serena shannon sharon sheikha sheila
shelley sheryl shirley sienna silvia simone sofia sonia sonja sophia sophie stacey stella stephanie sue
susan susana susanna susanne suzanne svetlana sylvia sylvie tamara tammy tania tanya tara tatiana tatyana
teresa tess tessa thelma theresa therese tiffany tina toni tracey tricia trina trudy tulsi ulla ulrike
ursula valentina valerie vanessa vera verena veronica vicki victoria viktoria viola violet virginia vivian
viviane wanda wendy whitney wilma winifred winnie xiomara yasmin yelena yevgenia yingluck yulia yvette
yvonne zainab zoe zsuzsanna
""".split()


@cache
def _names() -> dict[str, str]:
    both = set(_MALE) & set(_FEMALE)
    table = dict.fromkeys(_MALE, "m") | dict.fromkeys(_FEMALE, "f")
    return {name: gender for name, gender in table.items() if name not in both}


def gender_of_name(given: str) -> str:
    """Return "m", "f" or "" for a given name in small letters without accents."""
    return _names().get(given) or _names().get(given.partition("-")[0], "")


def gender_of_title(word: str) -> str:
    """Return "m", "f" or "" for a title or noun in small letters ("mrs.", "queen", "spokesman")."""
    if word in MALE_TITLES or word in MALE_NOUNS:
        return "m"
    return "f" if word in FEMALE_TITLES or word in FEMALE_NOUNS else ""
