export const HELP = `alongside: live help inside your own app

  alongside serve [options]     starts the server (the default)
  alongside migrate [options]   brings the database up to this version and ends

  alongside apply <file>        makes a tenant what the file says: shows the plan, asks, applies
      --server <url>      which server (default http://127.0.0.1:8080)
      --email <address>   an administrator's; the password comes from ALONGSIDE_PASSWORD
      --tenant <word>     where the server has more than one
      --plan              only shows the plan; ends with 2 where something is to do
      --yes               does not ask

  alongside backup              copies database and files into --archive while the server runs; with --archive on the server
                                too, every later moment can be brought back
      --keep <number>     then removes all backups but so many, and what only they needed
  alongside restore             makes a new --data from --archive: everything there is, or
      --until <moment>    what there was then, as 2026-03-09T14:05:00Z

  alongside password <email>    gives a person a new password and unlocks their account, also while the server runs;
                                the password comes from ALONGSIDE_NEW_PASSWORD
      --tenant <word>     where the server has more than one

  alongside audit verify        says whether a record of an audit log was changed, removed or moved

  alongside routing replay      decides again what the router has on record; ends with 1 where it comes out otherwise

  alongside doctor              says whether the database and this machine can keep what they accept; ends with 1 where not
      --trunk <address>   says instead what a telephone trunk answers and where the fault is, as
                          sip:account@sip.carrier.example;transport=tls; password from ALONGSIDE_TRUNK_PASSWORD
      --ca <file>         of the trunk: an authority to believe instead of the public ones

  alongside turn config         writes the whole configuration of a coturn as relay for calls
      --turn-url <list>   where browsers reach it; --listen <ips> its own addresses
      --media-address <ip>  the media engine's, which alone it may reach
      --relay-ports <range>  default 49152-65535; --certificate, --key <file> for turns:

  --data <folder>         everything that is kept (default .alongside)
  --port <number>         default 8080; 0 takes any free one
  --host <address>        default 127.0.0.1
  --database-url <url>    your own PostgreSQL, 15 or newer; without it one is started in the data folder
  --public-url <url>      where browsers reach this server, as https://help.example.com
  --trust-proxy <which>   proxies in front that may name the client: how many, or their addresses with commas
  --allow-private-addresses <list>
                          host[:port] with commas: private addresses that webhooks and the like may call
  --tenant-files <GiB>    room for the files of each company; 100
  --clamd <address>       host:port or socket of clamd: looks through every file for malware
  --files-origin <url>    a second name of this server, from which alone customers' files are served
  --viewer-origin <url>   a second name of this server, from which alone agents' co-browse viewer comes
  --peer-url <url>        of several processes: where the others reach this one (default: where it listens)
  --archive <folder>      on another disk: the database's log and every file are kept there as well
  --media-address <ip>    the address that browsers are told for sound and pictures (default: this machine's)
  --media-ports <range>   UDP and TCP ports for them; 40000-40999
  --turn-url <list>       relays for browsers that reach us no other way, with commas, as turn:relay.example.net:3478;
                          the secret they share with us from ALONGSIDE_TURN_SECRET
  --sip <list>            where telephone trunks and agents' telephones reach this server, as udp:5060,tls:5061
  --sip-address <ip>      of SIP: our address as carriers see it, behind a NAT
  --sip-certificate, --sip-key <file>
                          of SIP over TLS: PEM
  --demo                  a small bank with agents and a customer's page; never for real customers
  --external-queue        of the demo: the bank's own call system holds the queue (its page: /call-system)
  --log stderr|file       where the log goes (default stderr; with --demo the file <data>/server.log)
  --unsafe                accepts a database that may forget what it acknowledged
  --help, --version

Each option has an environment variable: ALONGSIDE_DATA, ALONGSIDE_PORT and so on. Further ones:
  ALONGSIDE_SECRET_KEY    seals what must be computed with; without it <data>/secret.key is made
  ALONGSIDE_TURN_SECRET   shared with the relays of --turn-url; at least 32 characters
  ALONGSIDE_LOG_LEVEL     debug, info, warn, error
  ALONGSIDE_RATE_SCALE    multiplies the rate limits; 0 switches them off
`;
