"""Common given names by gender, and what else tells a person's gender in print.

A short table written for this project from general knowledge. Names that are given to both,
or that are surnames as often ("Kim", "Jordan", "Lee"), are left out: unknown stays unknown.
"""

from __future__ import annotations

from functools import cache

from communique.reading.actors.lexicon import FEMALE_NOUNS, FEMALE_TITLES, MALE_NOUNS, MALE_TITLES

_MALE = """
aaron abdel abdullah abraham abdul adam adolf adrian ahmad ahmed alan alain albert alberto alejandro aleksandr aleksei
alex alexander alexandre alexei alexey alexis alfred ali allan allen alois alonso alvaro amir anatoly anders andre andreas
andrei andrej andres andrew andrey andrzej angus antoine anton antonio antony anthony antonis ari arnold arthur arturo
asad ashraf askar augustus austin avigdor ayman barack barry bashar bart basil ben benedict benigno benjamin benny bernard
bernie bert bill billy bjorn bob bobby boris brad bradley brandon brett brian bruce bruno bryan byron calvin carl carlo
carlos cecil cesar chad charles charlie chester chris christian christoph christopher chuck clarence claude claudio
clement cliff clifford clint clive colin connor conor craig curtis cyril cyrus dan daniel daniele danny darren darius dave
david dean denis dennis derek dick didier diego dieter dirk dmitri dmitry dominic dominique donald douglas duncan dwight
earl eddie edgar edmund eduardo edward edwin eli elias elliott emilio emmanuel emomali enda enrique eric erich erik ernest
ernst erwin ethan eugene evan evo fabian faisal farouk felipe felix ferdinand fernando fidel francesco francis francisco
franco francois frank franklin franz fred freddie frederick frederik friedrich fritz fyodor gary gavin gennady geoff
geoffrey george georg georges georgi georgy gerald gerard gerhard gerry giacomo gianni gideon gilbert giorgio giovanni
giulio giuseppe glen glenn gordon graham grant greg gregory grigory guido guillaume guillermo gunter gustav gustavo guy
habib hafez hamad hamid hank hans harold harry harvey hasan hassan hector heiko heinrich heinz helmut henri henrik henry
herbert herman hermann horacio horst howard hubert hugh hugo hussein ian ibrahim ignacio igor ilham imran isaac ismail
ivan ivo jack jacob jacques jaime jair jake jakob jamal james jamie jan jared jason javier jay jeff jeffrey jens jeremy
jerome jerry jesse jesus jim jimmy joachim joao joe joel johan johann johannes john johnny jon jonas jonathan jorge jose
josef joseph josep josh joshua juan jules julian julio julius junichiro justin karel karl kareem keith ken kenneth kevin
khalid khalifa kirk klaus klemens konrad konstantin kostas kurt kyle lachlan lars larry laurent lawrence lech leo leon
leonard leonardo leonid leopold leroy lester lewis liam linus lionel lloyd lorenzo lothar louis luca lucas ludwig luis
luigi luiz luke luther magnus mahathir mahmoud mahmud malcolm manfred manmohan manuel marc marcel marcelo marco marcos
marcus mario mariano marius mark martin marty marvin mateusz mathias matt matteo matthew matthias maurice mauricio
maurizio max maxim maximilian mehdi mehmet mel melvin michael michel micheal mick miguel mihail mikael mike mikhail
mikheil milan miles milos milton mitch mohamed mohammad mohammed mohsen morris moshe muammar muhammad murray mustafa
narendra nathan nathaniel ned neil nelson neville nicholas nick nicola nicolas niels nigel nikita nikol nikolai nikolay
noah noel norbert norman olaf oleg oliver olivier omar oscar oskar osama otto owen pablo paolo pat patrick paul paulo
pavel pedro per percy peter petr petro philip philippe phil pierre pieter pietro rafael rafic rajiv ralph ramon ramzan rand
randy raul ray raymond recep reinhard reinhold rene rex ricardo richard rick robert roberto robin rod roderick rodney
rodrigo roger roland rolf roman ron ronald ross roy ruben rudolf rudy rupert russell ryan salman salvador salvatore sam
samir samuel saddam sauli scott sean sebastian selim serge sergei sergey sergi seth shah shane shimon shinzo sidney silvio
simon solomon spencer stanislav stanley stan stefan stefano steffen stephen sterling steve steven stuart sven sylvester
taro tariq taylor ted terence terry theodor theodore theo thomas thorbjorn tim timothy tobias toby todd tom tomas tommaso
tommy tony toomas tristan tyler ulrich umberto uri vaclav valdis valentin valery vernon vicente victor viktor vincent
vincenzo vitaly vito vlad vladimir volodymyr vyacheslav walid wallace walter warren wayne werner wilbur wilhelm willem
william willy winston wladimir wolfgang woodrow xavier yasser yasuo yitzhak yoshihide yukio yuri yusuf yves zachary zoran
horatio sergio giorgos alexis arsène ehud ariel tarek bilal hamza karim rashid saeed yousef nawaz pervez asif hamilton
sauli jyrki matti pekka mikko lasse jeppe ole lennart goran dragan branko zoltan laszlo istvan janos gyorgy ferenc jiri
bohuslav miroslav jaroslav zdenek piotr jerzy tadeusz lukas jorg jurgen gunther dietrich ludovic thierry yannick marek
""".split()

_FEMALE = """
abigail ada adele adriana agatha agnes aisha alejandra alessandra alexandra alice alicia alina alison allison alma amanda
amber amelia amina amy ana anastasia andrea andrée angela angelina angie anita anja ann anna annabel anne annegret annette
annie antonia april aretha ariana ashley astrid audrey aung ava barbara barbra beatrice beatrix becky bella benazir bernadette
bertha bess beth betsy betty beverly bianca birgit blanche bonnie brenda bridget brigitte brittany camilla candice carla
carly carmen carol carole caroline carolyn carrie cassandra catherine cathy cecilia celia charlene charlotte chelsea cheryl
chiara chloe christina christine chrystia cindy claire clara clare claudia colette colleen condoleezza connie constance
consuelo cora cornelia courtney cristina cynthia daisy dalia daniela danielle daphne dawn deborah debbie debra deirdre denise
diana diane dianne dilma dina dolores donna dora doris dorothy ebony edith edna eileen elaine eleanor elena eleonora elisa
elisabeth eliza elizabeth ella ellen elsa elsie emilia emily emma erica erika erin ernestine esperanza estelle esther ethel
eugenia eva evelyn faith fatima felicia fiona flora florence frances francesca franziska frederica frida gabriela gabrielle gail
georgia georgina geraldine germaine gertrude gillian gina ginny giorgia giulia gladys glenda gloria golda grace greta gretchen
gwen gwendolyn hannah harriet hazel heather heidi helen helena helene helga helle henrietta hilary hilda hillary holly hope
ida ilse indira inge ingrid irena irene iris irina irma isabel isabella isabelle ivana ivanka ivy jacqueline jacinda jana jane
janet janice janine jasmine jean jeanette jeanne jen jenna jennifer jenny jessica jill jo joan joanna joanne jocelyn josephine
joy joyce juanita judith judy julia juliana julie juliet june kaja kamala karen karin karina kate katerina katharina katherine
kathleen kathryn kathy katie katja katrin katrina kay kellyanne kersti kirsten kirstie kristalina kristen kristin kristina
kristine lara larissa laura lauren laurie layla lea leila lena leslie lidia lillian lily linda lisa liz loretta lori lorraine
louisa louise lucia lucille lucy luisa lydia lynn madeleine madeline magdalena maggie maia malala malia mallory mandy manuela
mara marcia margaret margarita margot margrethe maria mariah mariam marian marianne marie mariella marija marilyn marina marine
marion marissa marjorie marlene marsha marta martha martina mary matilda maud maureen mavis maya megan meghan melania melanie
melinda melissa mercedes meredith meryl mette mia michaela michele michelle mildred millie mimi minnie miranda miriam moira
molly mona monica monika muriel myra myriam nadia nadine nancy naomi natalia natalie natasha nell nicole nikki nina nora
noreen norma olga olivia oprah patricia patsy patti paula pauline pearl peggy penelope penny petra phoebe phyllis pippa polly
prudence rachel ramona raquel rebecca regina renata rhoda rita roberta rosa rosalind rose rosemary rosie roxana ruth sabina
sabine sabrina sadie sally samantha sandra sanna sara sarah sasha savannah segolene selena serena shannon sharon sheila shelley
sheryl shirley sheikha sienna silvia simone sofia sonia sonja sophia sophie stacey stella stephanie sue susan susana susanna
susanne suzanne svetlana sylvia sylvie tamara tammy tania tanya tara tatiana tatyana teresa tess tessa thelma theresa therese
tiffany tina toni tracey tricia trina trudy tulsi ulla ulrike ursula valentina valerie vanessa vera verena veronica vicki
victoria viktoria viola violet virginia vivian viviane wanda wendy whitney wilma winifred winnie xiomara yasmin yelena yevgenia
yingluck yulia yulia yvette yvonne zoe zainab zsuzsanna
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
