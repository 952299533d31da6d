/**
 * What the dial policy must say: the tenant's country (and, after `+`, one that is opened), the number as it is dialled, and the answer: E.164, or the
 * refusal. One case a line, columns apart by `|`; `~n~` stands for the control character with that code.
 */
export const dialTable = `
VN | 0912345678 | +84912345678
VN | 091 234 56 78 | +84912345678
VN | 091-234-5678 | +84912345678
VN | (091) 2345678 | +84912345678
VN | 091.234.5678 | +84912345678
VN | 091/2345678 | +84912345678
VN | +84912345678 | +84912345678
VN | +84 912 345 678 | +84912345678
VN | +840912345678 | +84912345678
VN | 0084912345678 | +84912345678
VN | 84912345678 | +84912345678
VN | 0981234567 | +84981234567
VN | 0321234567 | +84321234567
VN | 0561234567 | +84561234567
VN | 0701234567 | +84701234567
VN | 0861234567 | +84861234567
VN | 02438251234 | +842438251234
VN | 02838291234 | +842838291234
VN | 0236 3821 234 | +842363821234
VN | +842438251234 | +842438251234
VN | 18001090 | +8418001090
VN | 1800 1090 | +8418001090
VN | 19001234 | premium_rate
VN | 1900 123 456 | premium_rate
VN | +8419001234 | premium_rate
VN | 0084 1900 1234 | premium_rate
VN | 113 | emergency
VN | 114 | emergency
VN | 115 | emergency
VN | 112 | emergency
VN | 911 | emergency
VN | 999 | emergency
VN | 000 | emergency
VN | 1 1 3 | emergency
VN | +84113 | not_a_number
VN | +113 | not_a_number
VN | 1080 | short_code
VN | 116 | short_code
VN | 18 | short_code
VN | 0 | short_code
VN | 00 | short_code
VN | 8099 | short_code
VN | 123456 | short_code
VN | 001122 | short_code
VN | 09123456789 | not_a_number
VN | 0112345678 | not_a_number
VN | 091234567 | not_a_number
VN | +84 | not_a_number
VN | 0000000000 | not_a_number
VN | +0912345678 | not_a_number
VN | 00000084912345678 | not_a_number
VN | 01112345678901 | not_a_number
VN |  | malformed
VN | + | malformed
VN | - | malformed
VN | () | malformed
VN | ++84912345678 | malformed
VN | +84+912345678 | malformed
VN | 0912345678+ | malformed
VN | 84912345678;ext=5 | malformed
VN | +84912345678;phone-context=example.com | malformed
VN | +84912345678;tgrp=premium | malformed
VN | 0912345678@evil.example | malformed
VN | sip:0912345678@evil.example | malformed
VN | tel:+84912345678 | malformed
VN | <sip:0912345678> | malformed
VN | "0912345678" | malformed
VN | 0912345678,1234 | malformed
VN | 0912345678p99 | malformed
VN | 0912345678x99 | malformed
VN | 0912345678 ext 9 | malformed
VN | 0912345678#31# | malformed
VN | *310912345678 | malformed
VN | #310912345678 | malformed
VN | **21*0912345678# | malformed
VN | 0912345678?header=1 | malformed
VN | 0912345678&x=1 | malformed
VN | 0912%345678 | malformed
VN | 0912345678%0d%0aX | malformed
VN | 0912345678~13~~10~X: 1 | malformed
VN | 0912345678~10~ | malformed
VN | 0912345678~13~ | malformed
VN | ~10~0912345678 | malformed
VN | 0912345678~0~ | malformed
VN | 0912~9~345678 | malformed
VN | ~6~0912345678 | malformed
VN | 0912345678~127~ | malformed
VN | 0912345678~160~ | malformed
VN | 0912345678~8203~ | malformed
VN | ~8234~0912345678 | malformed
VN | ~1633~~1634~~1635~ | malformed
VN | ٠٩١٢٣٤٥٦٧٨ | malformed
VN | ０９１２３４５６７８ | malformed
VN | ＋84912345678 | malformed
VN | 1800FLOWERS | malformed
VN | 0x5463A1B2 | malformed
VN | 0912345678:5060 | malformed
VN | 0912345678!1 | malformed
VN | 0912345678\\n | malformed
VN | 09123456780912345678091234567809123 | malformed
VN | +999999999999999999 | not_a_number
VN | +84912345678912345 | not_a_number
VN | 99999999999999999999999999 | not_a_number
VN | +870776123456 | international_network
VN | +870773111632 | international_network
VN | 00870773111632 | international_network
VN | +8816123456789 | international_network
VN | +881612345678 | international_network
VN | +881812345678 | international_network
VN | +88216123456789 | international_network
VN | +8821612345678 | international_network
VN | +8823412345678 | international_network
VN | 0088216123456789 | international_network
VN | +883510000000000 | international_network
VN | +883140000000000 | international_network
VN | +878101234567890 | international_network
VN | +888123456789012 | international_network
VN | +979123456789 | international_network
VN | +80012345678 | international_network
VN | +80812345678 | international_network
VN | +99112345678 | not_a_number
VN | +999123456789 | not_a_number
VN | +210123456789 | not_a_number
VN+SO | +252612345678 | fraud_range
VN | +252612345678 | fraud_range
SO | 0612345678 | +252612345678
SO | +252612345678 | +252612345678
VN+CU | +5351234567 | fraud_range
VN+GN | +224621234567 | fraud_range
VN+GM | +2203012345 | fraud_range
VN+SL | +23225123456 | fraud_range
VN+LR | +231770123456 | fraud_range
VN+TD | +23563012345 | fraud_range
VN+CF | +23670012345 | fraud_range
VN+ST | +2399812345 | fraud_range
VN+GQ | +240222123456 | fraud_range
VN+GW | +245955012345 | fraud_range
VN+IO | +2463801234 | fraud_range
VN+AC | +24740123 | fraud_range
VN+SC | +2482510123 | fraud_range
VN+DJ | +25377831001 | fraud_range
VN+BI | +25779561234 | fraud_range
VN+KM | +2693212345 | fraud_range
VN+SH | +29051234 | fraud_range
VN+ER | +2917123456 | fraud_range
VN+CD | +243991234567 | fraud_range
VN+SS | +211977123456 | fraud_range
VN+FK | +50051234 | fraud_range
VN+PM | +508551234 | fraud_range
VN+TL | +67077212345 | fraud_range
VN+NR | +6745551234 | fraud_range
VN+SB | +6777421234 | fraud_range
VN+VU | +6785912345 | fraud_range
VN+PW | +6806201234 | fraud_range
VN+WF | +681821234 | fraud_range
VN+CK | +68271234 | fraud_range
VN+NU | +6838884012 | fraud_range
VN+WS | +6857212345 | fraud_range
VN+KI | +68672001234 | fraud_range
VN+TV | +688901234 | fraud_range
VN+TK | +6907290 | fraud_range
VN+MH | +6922351234 | fraud_range
VN+KP | +8501921234567 | fraud_range
AU+NF | +672112345 | fraud_range
RU | +78402345678 | fraud_range
RU | 88402345678 | fraud_range
RU | +79407123456 | fraud_range
GE | +99544123456 | fraud_range
VN | +12025550123 | country_closed
VN | 0012025550123 | country_closed
VN+US | +12025550123 | +12025550123
VN+US | 0012025550123 | +12025550123
VN+US | +18005550123 | +18005550123
VN+US | +19002345678 | premium_rate
VN+US | +15002345678 | personal_number
VN+US | +18765550123 | country_closed
VN+US | +18095550123 | country_closed
VN+US | +12462301234 | country_closed
VN+US | +14734031234 | country_closed
VN+US | +14165550123 | country_closed
VN+US | +17002345678 | not_a_number
VN+US | +10005550123 | not_a_number
VN+US | +19115550123 | not_a_number
US | 2025550123 | +12025550123
US | (202) 555-0123 | +12025550123
US | 1-202-555-0123 | +12025550123
US | 011442079460018 | country_closed
US+GB | 011442079460018 | +442079460018
US+GB | 011 44 70 1234 5678 | personal_number
US | 011 84 912 345 678 | country_closed
US+VN | 011 84 912 345 678 | +84912345678
US | 011 8816 123456789 | international_network
US | 911 | emergency
US | 112 | emergency
US | 933 | short_code
US | 411 | short_code
US | 611 | short_code
US | 5550123 | not_a_number
US | 9005550123 | premium_rate
US | 1 900 555 0123 | premium_rate
US | 9765550123 | not_a_number
US | 8765550123 | country_closed
US | 8095550123 | country_closed
US+JM | 8765550123 | +18765550123
GB | 020 7946 0018 | +442079460018
GB | 07400 123456 | +447400123456
GB | 070 1234 5678 | personal_number
GB | +447012345678 | personal_number
GB | 0871 234 5678 | premium_rate
GB | 0872 234 5678 | premium_rate
GB | 09012345678 | premium_rate
GB | 0843 234 5678 | premium_rate
GB | 0845 767 8901 | premium_rate
GB | 0800 123 4567 | +448001234567
GB | 03001234567 | other_kind
GB | 05612345678 | other_kind
GB | 076 4012 3456 | other_kind
GB | 07781 123456 | country_closed
GB+GG | 07781 123456 | +447781123456
GB | 07797 712345 | country_closed
GB | 07624 412345 | country_closed
GB | 999 | emergency
GB | 112 | emergency
GB | 101 | short_code
GB | 111 | short_code
GB | 118118 | short_code
GB | +44 | not_a_number
DE | 030 123456 | +4930123456
DE | 0151 23456789 | +4915123456789
DE | 0900 1 234567 | premium_rate
DE | 0180 5 012345 | shared_cost
DE | 0800 1234567 | +498001234567
DE | 0700 12345678 | personal_number
DE | 110 | emergency
DE | 118 33 | short_code
DE | 0033 1 23 45 67 89 | country_closed
DE+FR | 0033 1 23 45 67 89 | +33123456789
FR | 01 23 45 67 89 | +33123456789
FR | 06 12 34 56 78 | +33612345678
FR | 08 91 12 34 56 | premium_rate
FR | 0590 12 34 56 | not_a_number
FR | 3615 | short_code
FR | 15 | emergency
NL | 020 1234567 | +31201234567
NL | 0612345678 | +31612345678
NL | 0900 1234567 | premium_rate
NL | 0909 1234567 | premium_rate
NL | 0800 1234 | +318001234
NL | 112 | emergency
TR | 0212 345 67 89 | +902123456789
TR | 0532 123 45 67 | +905321234567
TR | 0900 123 45 67 | premium_rate
TR | 155 | emergency
TR | 0392 345 67 89 | +903923456789
IT | 06 1234 5678 | +390612345678
IT | 899 123 456 | premium_rate
AU | 02 1234 5678 | +61212345678
AU | 0412 345 678 | +61412345678
AU | 1900 123 456 | premium_rate
AU | 1800 123 456 | +611800123456
AU | 13 00 00 | short_code
AU | 0011 84 912345678 | country_closed
AU | 000 | emergency
JP | 03-1234-5678 | +81312345678
JP | 010 84 912345678 | country_closed
SG | 9123 4567 | +6591234567
SG | 001 84 912345678 | country_closed
HK | 5123 4567 | +85251234567
CH | 0900 123 456 | premium_rate
LV | 90012345 | premium_rate
VN+LV | +37190012345 | premium_rate
VN+LV | +37121234567 | +37121234567
VN | +37121234567 | country_closed
VN | +442079460018 | country_closed
VN | +8613123456789 | country_closed
VN | +85512345678 | country_closed
VN | +66812345678 | country_closed
VN+TH | +66812345678 | +66812345678
VN+TH | +661900123456 | premium_rate
VN-+8424 | 02438251234 | prefix_closed
VN-+8424 | 02838291234 | +842838291234
VN+US-+1907 | +19075550123 | prefix_closed
VN+US-+1907 | +12025550123 | +12025550123
?? | +84912345678 | country_closed
001 | +84912345678 | country_closed
vn | 0912345678 | country_closed
ZZ | +84912345678 | country_closed
`;
