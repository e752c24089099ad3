// The steps of each screen: a picture and a sentence. Buttons are named by the keys of their labels, so that the help says
// what is on the button.

import { leads, onPhone, type Picture, thing } from './pictures';

export interface HelpStep {
  picture: Picture;
  text: string;
  /** The keys of the buttons that the sentence names. */
  button?: string;
  second?: string;
}

const step = (picture: Picture, text: string, button?: string, second?: string): HelpStep => ({
  picture,
  text,
  ...(button === undefined ? {} : { button }),
  ...(second === undefined ? {} : { second }),
});

const CHOOSE_PIN = step(thing('lock', 'tick'), 'help.step.choose_pin', 'pin.save');
const CHOOSE_PLACE = step(onPhone('place'), 'help.step.place');
const LOOK_AT_HOUSE = step(leads('eye', 'broken'), 'help.step.look_at_house');
const LIKE_THE_PICTURE = step(onPhone('broken'), 'help.step.like_the_picture');
const ASK_FOR_PHOTO = step(
  leads('bubble', 'camera'),
  'help.step.ask_for_photo',
  'damage.photo.take',
  'photo.without.refused',
);
const NO_FACE = step(thing('person', 'cross'), 'help.step.no_face', 'photo.face.again');
const HOLD_CARD = step(leads('card', 'camera'), 'help.step.hold_card');
const TYPE_CODE = step(thing('keypad', 'finger'), 'help.step.type_code', 'scan.read');
const GOES_ON = step(thing('cloud', 'tick'), 'help.step.without_network');
const COUNT_ITEMS = step(leads('eye', 'box'), 'help.step.count_items');
const HAND_WHOM = step(onPhone('person'), 'help.step.hand_whom');
const HAND_NOBODY = step(leads('waves', 'phone'), 'help.step.hand_nobody');
const BOTH_LOOK = step(thing('people', 'tick'), 'help.step.hand_both', 'hand.right');
const OFFICE_DECIDES = step(thing('office', 'tick'), 'help.step.office_decides');

export const STEPS: Readonly<Record<string, readonly HelpStep[]>> = {
  invitation: [
    step(leads('file', 'phone'), 'help.step.invitation', 'invitation.open'),
    step(thing('person', 'tick'), 'help.step.your_name'),
    CHOOSE_PIN,
  ],
  enrol: [
    step(thing('keypad', 'person'), 'help.step.sign_in', 'session.sign_in'),
    step(leads('file', 'phone'), 'help.step.no_password', 'invitation.have'),
    CHOOSE_PIN,
  ],
  lock: [
    step(thing('person', 'finger'), 'help.step.lock_name'),
    step(leads('keypad', 'lock'), 'help.step.lock_pin', 'pin.open'),
    step(leads('office', 'file'), 'help.step.lock_forgotten', 'lock.another'),
  ],
  today: [
    step(onPhone('lines'), 'help.step.today'),
    step(leads('waves', 'phone'), 'help.step.today_list', 'pack.refresh'),
    GOES_ON,
    step(thing('phone', 'lock'), 'help.step.today_lock', 'lock.now'),
  ],
  outbox: [
    step(leads('office', 'bubble'), 'help.step.outbox_asks', 'outbox.group.asks'),
    step(leads('waves', 'office'), 'help.step.outbox_waits', 'outbox.send_now'),
    step(leads('file', 'office'), 'help.step.outbox_file', 'outbox.export'),
  ],
  register: [
    step(leads('speaker', 'family'), 'help.step.register_aloud', 'answer.yes', 'answer.no'),
    step(leads('bubble', 'pencil'), 'help.step.register_ask', 'register.leave_out'),
    step(thing('people', 'plus'), 'help.step.register_count'),
    step(leads('mark', 'card'), 'help.step.register_mark'),
    step(thing('check', 'finger'), 'help.step.register_check', 'register.save'),
  ],
  houses: [
    step(leads('pencil', 'search'), 'help.step.houses_find', 'houses.search'),
    step(onPhone('lines'), 'help.step.houses_to_do', 'families.no.grade', 'families.no.card'),
    step(onPhone('family'), 'help.step.houses_open'),
  ],
  household: [
    step(leads('family', 'tick'), 'help.step.family_is_right'),
    step(onPhone('house'), 'help.step.family_next', 'household.grade', 'household.card'),
    step(thing('pencil', 'finger'), 'help.step.family_wrong', 'amend.title'),
  ],
  correct: [
    step(onPhone('lines'), 'help.step.correct_choose', 'check.change'),
    step(leads('bubble', 'pencil'), 'help.step.correct_only'),
    step(thing('check', 'finger'), 'help.step.correct_save', 'amend.save'),
  ],
  notices: [step(leads('people', 'bubble'), 'help.step.notices'), OFFICE_DECIDES],
  visit: [
    step(thing('house', 'cross'), 'help.step.visit_why', 'visit.gone', 'visit.flooded'),
    step(thing('house', 'clock'), 'help.step.visit_again', 'visit.tomorrow'),
  ],
  damage: [
    LOOK_AT_HOUSE,
    LIKE_THE_PICTURE,
    ASK_FOR_PHOTO,
    step(thing('check', 'finger'), 'help.step.save', 'damage.save'),
  ],
  photo: [ASK_FOR_PHOTO, NO_FACE, step(thing('camera', 'tick'), 'help.step.save', 'photo.save')],
  saved: [step(thing('phone', 'tick'), 'help.step.saved'), step(leads('house', 'card'), 'help.step.saved_next')],
  card: [
    HOLD_CARD,
    TYPE_CODE,
    step(leads('card', 'family'), 'help.step.card_for', 'card.give_this'),
    step(thing('rupee', 'cross'), 'help.step.card_free'),
  ],
  verify: [
    step(leads('eye', 'broken'), 'help.step.verify_look'),
    LIKE_THE_PICTURE,
    step(thing('check', 'finger'), 'help.step.save', 'verify.save'),
  ],
  entry: [
    step(thing('lines', 'eye'), 'help.step.entry_see'),
    step(thing('phone', 'pencil'), 'help.step.entry_here', 'entry.correct', 'outbox.take_back'),
    step(leads('phone', 'office'), 'help.step.entry_sent'),
  ],
  drafts: [
    step(leads('clock', 'pencil'), 'help.step.drafts_go_on', 'drafts.go_on'),
    step(thing('bin', 'finger'), 'help.step.drafts_discard', 'drafts.discard'),
  ],
  situation: [
    CHOOSE_PLACE,
    step(thing('eye', 'tick'), 'help.step.situation_seen'),
    step(thing('check', 'finger'), 'help.step.save', 'situation.save'),
  ],
  complaint: [
    CHOOSE_PLACE,
    step(leads('person', 'phone'), 'help.step.complaint_who'),
    step(leads('bubble', 'pencil'), 'help.step.complaint_words'),
    step(thing('bubble', 'lock'), 'help.step.complaint_private', 'complaint.about.private'),
    step(leads('check', 'file'), 'help.step.complaint_save', 'complaint.save'),
  ],
  complaints: [
    step(leads('office', 'bubble'), 'help.step.complaints', 'complaints.to_bring'),
    step(onPhone('lines'), 'help.step.complaints_open'),
  ],
  'complaints/one': [
    step(leads('office', 'bubble'), 'help.step.complaint_answer'),
    step(leads('speaker', 'family'), 'help.step.complaint_tell'),
    step(thing('check', 'finger'), 'help.step.complaint_told', 'complaints.told'),
  ],
  goods: [
    step(leads('box', 'hand'), 'help.step.goods_take', 'goods.take'),
    step(thing('box', 'eye'), 'help.step.goods_left', 'goods.in_hand'),
    step(leads('box', 'pencil'), 'help.step.goods_count', 'goods.count'),
  ],
  receive: [
    step(leads('phone', 'camera'), 'help.step.receive'),
    step(thing('keypad', 'finger'), 'help.step.receive_type', 'receive.read'),
    step(leads('eye', 'box'), 'help.step.receive_save', 'receive.take'),
  ],
  stores: [step(onPhone('box'), 'help.step.stores'), GOES_ON],
  waybills: [
    step(onPhone('lines'), 'help.step.waybills_tap'),
    step(leads('file', 'camera'), 'help.step.waybills_other', 'waybills.read_title'),
  ],
  waybill: [
    COUNT_ITEMS,
    step(leads('bubble', 'pencil'), 'help.step.arrival_why'),
    step(thing('check', 'finger'), 'help.step.save', 'arrival.save'),
  ],
  count: [
    COUNT_ITEMS,
    step(leads('clock', 'pencil'), 'help.step.count_leave'),
    step(thing('check', 'finger'), 'help.step.save', 'goods.count_save'),
  ],
  hand: [HAND_WHOM, HAND_NOBODY],
  'hand/one': [BOTH_LOOK, step(leads('phone', 'phone'), 'help.step.hand_code')],
  back: [HAND_WHOM, HAND_NOBODY],
  'back/one': [COUNT_ITEMS, BOTH_LOOK],
  stored: [
    step(thing('phone', 'tick'), 'help.step.saved'),
    step(thing('pencil', 'finger'), 'help.step.stored_wrong', 'store.correct'),
  ],
  given: [
    step(thing('lines', 'eye'), 'help.step.given'),
    step(leads('hand', 'box'), 'help.step.given_undo', 'handout.undo'),
  ],
  lanes: [
    step(thing('phone', 'cross'), 'help.step.lanes_only'),
    step(onPhone('lines'), 'help.step.lanes_choose'),
    step(leads('lock', 'lines'), 'help.step.lanes_open', 'lanes.do'),
  ],
  voice: [
    step(leads('waves', 'speaker'), 'help.step.voice_fetch', 'voice.fetch'),
    step(leads('speaker', 'people'), 'help.step.voice_aloud', 'voice.aloud_on'),
  ],
  handout: [step(onPhone('place'), 'help.step.sites'), step(leads('bubble', 'office'), 'help.step.sites_none')],
  'handout/one': [
    HOLD_CARD,
    step(onPhone('tick'), 'help.step.verdict', 'verdict.give.word'),
    step(leads('box', 'hand'), 'help.step.hand_over', 'handout.done'),
    step(leads('card', 'search'), 'help.step.no_card', 'find.open'),
  ],
};

/** The screen of an address, as named in STEPS: `handout/one` is the screen of one thing, `handout` the list of them. */
export function helpScreen([screen = '', subject = '']: readonly string[], phase: string): string {
  if (screen === 'invitation') return 'invitation';
  if (phase === 'new' || (phase === 'locked' && screen === 'enrol')) return 'enrol';
  if (phase === 'locked') return 'lock';
  if (screen === '' || screen === 'enrol') return 'today';
  const one = `${screen}/one`;
  return subject !== '' && one in STEPS ? one : screen;
}
