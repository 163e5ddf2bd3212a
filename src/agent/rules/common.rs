//! Ordinary words, as data: those without any weight, and those that belong to other topics.
//!
//! **Invariant:** general English only; nobody's payees stand here.

/// Topics that are not about the user's own money: asked about, they are declined.
pub(super) const ELSEWHERE: &str = "write weather forecast rain sunny temperature football soccer cricket rugby tennis match won score poem poems \
    joke jokes story song lyrics recipe recipes cook translate translation capital president minister election news \
    movie film actor celebrity horoscope meaning life code python program essay email history geography planet moon sun \
    recommend recommendation suggest bitcoin crypto ethereum stock stocks shares nasdaq ftse exchange tall population world war god \
    homework riddle nearest closest opening ceo founder website calories inflation sing draw paint wikipedia google chatgpt marry";

/// Names of days that are not the same for everybody or move with a calendar that is not read here: asked back, never guessed.
pub(super) const ASKED_BACK: &str = "ramadan|eid|diwali|hanukkah|passover|thanksgiving|lent|carnival|fiscal year|financial year|tax year|\
    fiscal|fy|black friday|cyber monday|holi|songkran|lunar new year|chinese new year|pay period|billing cycle|24 hours|48 hours|72 hours";

/// Greetings and thanks.
pub(super) const GREETINGS: &str = "hi hello hey hiya yo morning afternoon evening good thanks thank you cheers ta ok okay great nice cool \
    there lovely perfect bye goodbye brilliant super howdy greetings welcome day";

/// Ordinary words that carry no condition. Every other word that nothing explains is taken for a payee's name.
pub(super) const COMMON: &str = "a an the this these of in on at to for from by with about as is are was were be been being am do does did done \
    have has had having will would shall should can could may might must not no yes you your yours he she his her him its \
    their theirs if so just only really actually please pls plz thanks thank cheers hey hi hello ok okay well right let lets \
    how why because while during over across through throughout until till up down out off again then than too very quite \
    all every each both either neither whole entire overall full complete still yet ever never always once twice \
    want need like know tell think say says said told ask asking wondering wonder curious check checking look looking \
    make made making makes feel seem seems seemed happen happened put let keep work works working start started end ended \
    thing things stuff bit lot lots much many few several couple some same different new old big small high low long short \
    good bad fine exactly roughly approximately about around nearly almost simply basically honestly literally kind sort \
    together combined jointly total totals totalled come comes came coming amount amounts add adds added up figure figures \
    number numbers value values worth answer question questions reply info information data record records recorded history \
    statement statements bank banking book ledger here upon per via onto off away back buddy mate pal dude man \
    one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty ninety hundred \
    quid pound pounds euro euros dollar dollars pence cents gbp eur usd chf grand k half third none nothing nobody \
    time times between since before after ago today tonight yesterday tomorrow now current currently previous prior next \
    week weeks weekend weekends day days month months quarter quarters year years date dates daily weekly monthly annual \
    january february march april may june july august september october november december jan feb mar apr jun jul aug sep \
    sept oct nov dec monday tuesday wednesday thursday friday saturday sunday ytd mtd beginning begin begun calendar \
    far ending ended night evening morning afternoon recent recently latest past last first second fourth fifth \
    sure maybe perhaps possibly probably guess hmm um uh erm oh ah wow lol btw also plus including included include includes \
    counting count counted taking mean means meant compare use using used lately anyway besides instead regarding re \
    quick quickly easy simple brief briefly short extra go goes going went been gone being own personal whole made \
    charge charged card cards contactless online direct debit standing account accounts ref payment transaction pos \
    purchase purchased bought credit deposit paid pays whether when what whats which who whose where there their it that \
    ive im id ill weve youve hows wheres whens altogether everything anything something sum summed costs please give gave \
    giving show showing see seeing saw find finding found list listing got get getting gets out under below above more less \
    goods item items single any ones others other another else rest such according within without against vs versus \
    pocket wallet habit habits pattern damages period range span duration usual usually ordinarily generally general \
    im i'm user me my mine i we us our ours myself yourself ourselves themselves spare next \
    lowest highest best worst top bottom main order orders ordered trip trips ride rides visit visits visited \
    stay stayed stays anybody ate eat eaten eating dine dined drink drank shop shops shopped went leave leaves leaving left \
    meal meals ticket tickets bill bills fare fares journey journeys received receive receives receipts refund refunds \
    able allow already basket baskets rank ranked ranking break broken although among another anyone apart appear area become before began behind believe better \
    bring buying busy call called care case cause change chance child choose close common consider continue could count \
    course create cut date deal decide deep depend describe difference differ direct discover doing door draw early easily \
    easy effect effort enough especially even event eventually everyone evidence exact example expect explain fact feel few \
    final finally figure follow following force forget form found free friend friends front fully gain general girl group \
    grow guy guys half hand happy hard head hear help helped high hold hope hour hours huge idea ideal imagine important \
    inside instead interested issue job join keep keeping kind knew known language large lately later latter lead learn \
    level lie life lifetime light line little live living lose lost love lovely lucky main major manage managed manner mark matter \
    maximum meet mention mentioned might mind minute minutes moment morning move moved name near necessary need needed \
    neither nice normal normally note notice object occasion often old open opinion order overall owe own page part particular \
    particularly pass people per period person piece place places plan point poor possible post power pretty prior probable \
    problem proper properly provide pull purpose push quite rate rather reach read ready real really reason reasonable \
    recall receive recently regular regularly relate remain remember report request rest result return review rough run safe \
    save saying section seems send sense separate separately serious set settle several share side sign similar simple \
    since single sit situation sizeable slightly small soon speak special specific spot stand state still stop stopped story \
    straight strange strong stupid such suppose supposed surely system tend terms test therefore thing third thought though \
    tidy today together took topic toward tried true truth try trying turn turned turns twice type types understand unless \
    update upon usual usually various version via view wait waiting walk watch way ways wear welcome went whatever whenever \
    wherever whichever wide wish within wonder wrong yeah yep nope young recorded logged happening managed \
    across everywhere anywhere somewhere nowhere overview summary summarise summarize snapshot recap rundown \
    christmas xmas easter eve boxing halloween valentines spring summer autumn winter fortnight hiya overall towards toward \
    commencing ending starting beginning between onwards hours hour \
    yo ow eh oi hiya heya dear sir madam bro mate bestie fam tbh imo asap ta ya yup okay alright righto \
    land landed arrived arrive hit come clear cleared process processed happen occurs occurred occur fall fell";
