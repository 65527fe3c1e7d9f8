"""What the demo's made-up participants write, by the key of the question; "" is left empty."""

TEXTS = {
    "wish": [
        "Ik geef graag snel een oplossing. Ik wil leren om eerst te vragen wat de ander denkt.",
        "Feedback geven zonder dat het een oordeel wordt.",
        "Hoe ik een nieuwe collega help om zelf de weg te vinden, ook als ik weinig tijd heb.",
        "Beter doorvragen. Ik merk dat ik gesprekken te snel afrond.",
        "Een gesprek voeren over hoe het écht gaat, en niet alleen over het werk.",
    ],
    "experience": [
        "Een stagiair begeleid. Het uitleggen ging goed, het loslaten vond ik lastig.",
        "Mijn eigen eerste weken. Iemand nam elke vrijdag een kwartier voor me; dat hielp enorm.",
        "",
        "Twee collega’s ingewerkt. Ze wisten me te vinden, maar ik nam te veel over.",
    ],
    "hope": [
        "Als ik na een gesprek merk dat vooral de ander heeft gepraat.",
        "Als ik feedback durf te geven zonder er een nacht over na te denken.",
        "Als de nieuwe collega na drie maanden zegt: ik voel me hier thuis.",
        "Als ik weet wat wel en niet bij mijn rol als mentor hoort.",
    ],
    "for-mentee": [
        "Iemand bij wie je een domme vraag kunt stellen.",
        "",
        "De weg wijzen in de organisatie, en deuren openen.",
    ],
    "worry": [
        "Dat ik er in drukke weken te weinig tijd voor heb.",
        "",
        "Wat ik doe als het niet klikt.",
        "Het verschil met de leidinggevende: wanneer zeg ik iets en wanneer niet?",
    ],
    "at-ease": [
        "Oefenen in kleine groepjes.",
        "",
        "Echte voorbeelden, geen rollenspel voor de hele groep.",
    ],
    "moment": [
        "Vorige week bij de koffie: ik gaf meteen advies, terwijl er niet om gevraagd werd.",
        "",
        "In het teamoverleg vroeg ik door, en toen kwam het pas echt op tafel.",
        "",
    ],
    "strength-moment": [
        "Een nieuwe collega durfde pas iets te vragen toen ik even stil bleef.",
        "",
        "Ik had op een rommelige maandag overzicht, en dat gaf rust.",
        "Ik zei eerlijk dat het plan te groot was. Achteraf was iedereen blij.",
    ],
    "pitfall-help": [
        "Ik merk het als de ander stilvalt. Dan stel ik een vraag en tel tot vijf.",
        "",
        "Mijn agenda loopt vol. Dan zeg ik één ding af.",
    ],
    "style-words": [
        "Ik vraag in de eerste week drie keer hoe het gaat, en wacht op het antwoord.",
        "",
        "Ik neem de ander mee naar een overleg en we praten erover na.",
    ],
    "takeaway": [
        "Een stilte van vijf tellen doet meer dan een extra vraag.",
        "Een mentor is er voor de ander, niet voor het werk.",
        "Mijn kwaliteit (aanpakken) is ook mijn valkuil.",
    ],
    "touched": [
        "Hoe open iedereen was over de eerste werkdag.",
        "",
        "De vraag: wie wees jou de weg?",
    ],
    "try-out": [
        "In het volgende werkoverleg stel ik drie vragen voordat ik iets vind.",
        "Morgen vraag ik mijn buurvrouw aan het bureau wat ze deze week heeft geleerd.",
        "Bij de lunch schuif ik aan bij iemand die ik nog niet ken.",
    ],
    "talk-about": ["Met mijn buddy: hoe geef je feedback aan iemand die meer ervaring heeft?", ""],
    "helped": [
        "Het oefenen met een echte situatie uit mijn eigen werk.",
        "De gesprekken met collega’s van andere teams.",
        "De tijd en de rust om erover na te denken.",
        "",
        "Dat de trainer eerst vroeg en pas daarna uitlegde.",
        "Mijn buddy: die stelde de vraag die ik zelf ontweek.",
        "Het verschil tussen mentor en leidinggevende is nu helder.",
    ],
    "tip": [
        "Neem een situatie mee die je nu bezighoudt, dat maakt het echt.",
        "Plan meteen de eerste afspraak met je buddy, anders schiet het erbij in.",
        "Lees de twee korte teksten echt vooraf; je hebt er veel aan.",
        "",
        "Iets meer tijd voor het oefenen op het tweede dagdeel.",
        "Vraag je leidinggevende vooraf om de twee dagdelen vrij te houden.",
        "Een vaste plek in het stadhuis, dan zoekt niemand de zaal.",
    ],
}


def text_for(key: str, number: int) -> str:
    """The writer with this number writes this; ``sensitivity-moment`` and its like share a list."""
    variants = TEXTS["moment" if key.endswith("-moment") else key]
    return variants[number % len(variants)]
