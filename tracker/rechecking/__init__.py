"""Looking again at what evidence rests on: addresses on the web, and the files in the archive.

`gather` and `store` are short transactions; `look_again` asks the network between them.
"""

from tracker.rechecking.gathering import gather as gather
from tracker.rechecking.looking import GIVE_UP as GIVE_UP
from tracker.rechecking.looking import look_again as look_again
from tracker.rechecking.storing import LONGEST as LONGEST
from tracker.rechecking.storing import settle as settle
from tracker.rechecking.storing import store as store
