package kinds_test

import (
	"crypto/sha256"
	"slices"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/campaign"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/grievance"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/media"
	"tripol/internal/people"
	"tripol/internal/release"
	"tripol/internal/stock"
	"tripol/internal/testkit"
	"tripol/internal/voice"
)

// goods are the items and stores of a scene.
type goods struct {
	tarpaulin, own       stock.ItemID
	store, site, foreign stock.StoreID
}

// stores adds items and stores, receives goods and sends them on, with too few and too many arriving.
func (sc *scene) stores(all staff) (g goods) {
	sc.Helper()
	g = goods{
		tarpaulin: stock.ItemID(sc.id()), own: stock.ItemID(sc.id()),
		store: stock.StoreID(sc.id()), site: stock.StoreID(sc.id()), foreign: stock.StoreID(sc.id()),
	}
	sc.take(all.first, "item.add", stock.ItemAdd{
		ID: g.tarpaulin, Code: "tarpaulin", Name: "Tarpaulin", Unit: "sheet", Picture: "tarpaulin", Common: true,
	})
	sc.take(all.coordinator, "item.add", stock.ItemAdd{ID: g.own, Code: "kit", Name: "Kit", Unit: "kit", Picture: "food"})
	sc.take(all.coordinator, "store.add", stock.StoreAdd{ID: g.store, Name: "Hasnabad", Kind: "warehouse", Area: block})
	sc.take(all.coordinator, "store.add", stock.StoreAdd{ID: g.site, Name: "School", Kind: "site", Area: block})
	receipt := stock.MovementID(sc.id())
	sc.take(all.keeper, "stock.receive", stock.StockReceive{
		ID: receipt, Store: g.store, Lines: []stock.ItemQuantity{{Item: g.tarpaulin, Quantity: 500}, {Item: g.own, Quantity: 50}},
	})
	mistaken := stock.MovementID(sc.id())
	sc.take(all.keeper, "stock.receive", stock.StockReceive{
		ID: mistaken, Store: g.store, Lines: []stock.ItemQuantity{{Item: g.tarpaulin, Quantity: 5}},
	})
	sc.take(all.coordinator, "stock.reverse", stock.StockReverse{ID: stock.MovementID(sc.id()), Movement: mistaken, Reason: "Twice."})
	sc.sent(all, g)
	return g
}

func (sc *scene) sent(all staff, g goods) {
	sc.Helper()
	dispatch := stock.StockDispatch{
		ID: stock.WaybillID(sc.id()), From: g.store, To: g.site,
		Lines: []stock.ItemQuantity{{Item: g.tarpaulin, Quantity: 100}, {Item: g.own, Quantity: 10}},
	}
	sc.take(all.keeper, "stock.dispatch", dispatch)
	arrival := stock.MovementID(sc.id())
	sc.take(all.keeper, "stock.accept", stock.StockAccept{
		ID: arrival, Waybill: dispatch.ID, Lines: []stock.Arrival{{Item: g.tarpaulin, Received: 90}, {Item: g.own, Received: 11}},
	})
	sc.take(all.coordinator, "stock.reverse", stock.StockReverse{ID: stock.MovementID(sc.id()), Movement: arrival, Reason: "Counted wrong."})
	sc.take(all.keeper, "stock.accept", stock.StockAccept{
		ID: stock.MovementID(sc.id()), Waybill: dispatch.ID,
		Lines: []stock.Arrival{{Item: g.tarpaulin, Received: 100}, {Item: g.own, Received: 10}},
	})
}

// photographs uploads a photo of an account.
func (sc *scene) photographs(a actor.Actor, picture string) media.ID {
	sc.Helper()
	id, sum := media.ID(sc.id()), sha256.Sum256([]byte(picture))
	sc.between(a, func(tx *db.Tx) error {
		row := media.Photo{
			ID: id, Organisation: testkit.Organisation, KeptBy: a.Account, Bytes: 1, Width: 1, Height: 1, SHA256: sum[:],
			KeptAt: tx.Now,
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return damage.PhotoUploaded(tx, row)
	})
	return id
}

func (sc *scene) family(all staff, where area.Key) household.ID {
	sc.Helper()
	in := sc.registration(where)
	sc.take(all.worker, "household.register", in)
	return in.ID
}

// graded assesses a family's house by two persons.
func (sc *scene) graded(all staff, h household.ID, grade damage.Grade, photos ...media.ID) {
	sc.Helper()
	sc.verified(all, sc.assessed(all, h, grade, photos...), grade)
}

func (sc *scene) assessed(all staff, h household.ID, grade damage.Grade, photos ...media.ID) damage.ID {
	sc.Helper()
	id := damage.ID(sc.id())
	sc.take(all.worker, "damage.assess", damage.DamageAssess{ID: id, Household: h, Grade: grade, House: household.Kutcha, Photos: photos})
	return id
}

// told registers a family of which a list states the grade, and nobody has seen the house.
func (sc *scene) told(all staff, where area.Key, written string) household.ID {
	sc.Helper()
	in := sc.registration(where)
	in.WrittenPlace = written
	sc.take(all.worker, "household.register", in)
	sc.reports(all, in.ID)
	return in.ID
}

func (sc *scene) reports(all staff, h household.ID) {
	sc.Helper()
	sc.take(all.coordinator, "damage.report", damage.DamageReport{
		ID: sc.id(), Household: h, Grade: damage.Destroyed, House: household.Hut, ReportedOn: "2020-05-22",
		Source: damage.FromList, Note: "Stated by the panchayat.",
	})
}

func (sc *scene) verified(all staff, id damage.ID, grade damage.Grade) {
	sc.Helper()
	sc.take(all.verifier, "damage.verify", damage.DamageVerify{ID: sc.id(), Assessment: id, Grade: grade})
}

// printed prints cards and returns their typed codes.
func (sc *scene) printed(all staff, n int) []card.Card {
	sc.Helper()
	in := card.CardPrintBatch{ID: card.BatchID(sc.id()), Name: "batch", Cards: n}
	sc.take(all.coordinator, "card.print_batch", in)
	var cards []card.Card
	err := sc.s.Read(sc.Context(), all.coordinator, func(tx *db.Tx) (err error) {
		cards, err = card.Cards(tx, in.ID)
		return err
	})
	if err != nil {
		sc.Fatal(err)
	}
	return cards
}

// carded gives a family a card.
func (sc *scene) carded(all staff, h household.ID, c card.Card) {
	sc.Helper()
	sc.take(all.worker, "card.bind", card.CardBind{Card: c.Code, Household: h})
}

// housesSeen assesses houses with photos: of two families, by somebody else, and of a family that refused photos.
func (sc *scene) housesSeen(all staff, phone actor.Actor) {
	sc.Helper()
	one, other := sc.family(all, village), sc.family(all, otherVillage)
	shared := sc.photographs(all.worker, "shared")
	sc.graded(all, one, 3, shared)
	sc.verified(all, sc.assessed(all, one, 1), 4) // far apart
	sc.graded(all, other, 2, shared)
	foreign := sc.photographs(all.verifier, "of somebody else")
	sc.take(phone, "damage.assess", damage.DamageAssess{
		ID: damage.ID(sc.id()), Household: one, Grade: 3, House: household.Kutcha, Photos: []media.ID{foreign},
	})
	sc.photographed(all.worker, one, sc.photographs(all.worker, "later"))
	sc.photographed(all.worker, other, shared)
	sc.photographed(phone, one, sc.photographs(all.verifier, "later, of somebody else"))
	sc.photographed(all.worker, other, sc.photographs(all.worker, "later"))
	sc.refuses(all, one, household.PurposePhoto)
	sc.graded(all, one, 4, sc.photographs(all.worker, "refused"))
	sc.photographed(all.worker, one, sc.photographs(all.worker, "refused later"))
	sc.take(all.worker, "situation.report", damage.SituationReport{
		ID: sc.id(), Area: block, Day: "2020-06-05", Flooded: "part", Power: "out", Water: "unsafe", Road: "open", Market: "closed",
		WrittenPlace: "Hater Para",
	})
}

// photographed adds photos to a house after its assessment.
func (sc *scene) photographed(a actor.Actor, h household.ID, photos ...media.ID) {
	sc.Helper()
	sc.take(a, "damage.photograph", damage.DamagePhotograph{ID: sc.id(), Household: h, Photos: photos})
}

// located enables positions, records that of a house and opens it.
func (sc *scene) located(all staff, h household.ID) {
	sc.Helper()
	sc.take(all.first, "positions.set", household.PositionsSet{State: "on"})
	sc.take(all.first, "autolock.set", people.AutolockSet{Minutes: 2})
	sc.take(all.worker, "household.position", household.HouseholdPosition{
		ID: sc.id(), Household: h, Lon: 88.8, Lat: 22.2, Accuracy: 12,
		Consent: household.PositionConsent{Given: true, How: "read_by_me", Language: "bn"},
	})
	sc.take(all.officer, "position.open", household.PositionOpen{Household: h, Reason: household.PositionReasons[0]})
}

// spoken records a text twice and removes it.
func (sc *scene) spoken(all staff) {
	sc.Helper()
	kept, err := voice.Keep(sc.Context(), sc.s, all.coordinator, testkit.Recording(1))
	if err != nil {
		sc.Fatal(err)
	}
	sc.ignored()
	record := voice.VoiceRecord{Spoken: voice.ConsentWho, Language: "bn", Dialect: "Sadri", Words: kept.File, File: kept.File}
	sc.take(all.coordinator, "voice.record", record)
	sc.take(all.coordinator, "voice.record", record)
	sc.take(all.coordinator, "voice.withdraw", voice.VoiceWithdraw{
		Spoken: voice.ConsentWho, Language: "bn", Dialect: "Sadri",
	})
}

// consents records the family's answer on a purpose that changes nothing.
func (sc *scene) consents(all staff, h household.ID) {
	sc.Helper()
	sc.take(all.worker, "consent.record", household.ConsentRecord{
		ID: sc.id(), Household: h, Purpose: household.PurposePublicStory, Given: true, How: "told_in_person", Language: "bn",
	})
}

func (sc *scene) refuses(all staff, h household.ID, purpose string) {
	sc.Helper()
	sc.take(all.worker, "consent.record", household.ConsentRecord{
		ID: sc.id(), Household: h, Purpose: purpose, How: "told_in_person", Language: "bn",
	})
}

// misses visits a family that is not reached.
func (sc *scene) misses(all staff, h household.ID) {
	sc.Helper()
	sc.take(all.worker, "household.visit", household.HouseholdVisit{
		ID: sc.id(), Household: h, Result: household.VisitComeBack, AgainOn: "2020-06-08",
	})
}

// cares complains for a family, opens its notes, gives it priority, and corrects it.
func (sc *scene) cares(all staff, h household.ID) {
	sc.Helper()
	complaint := grievance.GrievanceTake{
		ID: grievance.ID(sc.id()), Household: h, About: "other", Text: "late", AnswerBy: "visit",
		Reference: "00000011", Complainant: "Rahima", Relation: "self", Reach: "worker",
	}
	sc.take(all.worker, "grievance.take", complaint)
	sc.take(all.approver, "grievance.settle", grievance.GrievanceSettle{
		Grievance: complaint.ID, Decision: "upheld", Reason: "It is so.", Answer: "Come on Friday.",
	})
	sc.take(all.worker, "grievance.brought", grievance.GrievanceBrought{Grievance: complaint.ID})
	sc.misses(all, h)
	sc.take(all.worker, "grievance.take", grievance.GrievanceTake{
		ID: grievance.ID(sc.id()), Area: block, About: "other", Text: "late", AnswerBy: "none", WrittenPlace: "Natun Para",
	})
	sealed := grievance.GrievanceTake{
		ID: grievance.ID(sc.id()), Household: h, About: grievance.Private, Sealed: sc.blob(), AnswerBy: "none",
	}
	sc.take(all.worker, "grievance.take", sealed)
	sc.take(all.officer, "grievance.open", grievance.GrievanceOpen{Grievance: sealed.ID, Reason: grievance.OpeningReasons[0]})
	sc.take(all.officer, "note.open", household.NoteOpen{Household: h, Reason: "visit"})
	set := func(private int) {
		sc.take(all.officer, "priority.set", household.PrioritySet{Household: h, PrivateReason: private, Reason: "visit"})
	}
	set(0)
	sc.extras(func() {
		set(1)
		set(0)
	})
	set(1)
}

// blob is a sealed note.
func (sc *scene) blob() []byte {
	sc.Helper()
	blob, err := household.SealNote(sc.recipient(), "")
	if err != nil {
		sc.Fatal(err)
	}
	return blob
}

// moves corrects a family: it lives in another panchayat, and one more person lives with it.
func (sc *scene) moves(all staff, h household.ID) {
	sc.Helper()
	told := sc.told(all, village, "")
	sc.extras(func() { sc.consents(all, h) })
	now, women, name := otherVillage, 3, "Rahima Khatun"
	sc.take(all.coordinator, "household.correct", household.HouseholdCorrect{Household: told, BaseVersion: 1, Area: &now})
	sc.assessed(all, told, 4)
	sc.take(all.coordinator, "household.correct", household.HouseholdCorrect{
		Household: h, BaseVersion: 2, Area: &now, Name: &name, People: &household.PeopleChanged{Women: &women},
	})
}

// amends has two workers correct a family, of which one claims a field that the other had corrected, and decides it.
func (sc *scene) amends(all staff, h household.ID) {
	sc.Helper()
	sc.extras(func() { sc.consents(all, h) })
	now, women, name, other := otherVillage, 3, "Sufia Sheikh", "Rahima Begum"
	told := sc.told(all, village, "")
	sc.take(all.worker, "household.amend", household.HouseholdAmend{Household: told, BaseVersion: 1, BaseEpoch: 1, Area: &now})
	sc.take(all.worker, "household.amend", household.HouseholdAmend{
		Household: h, BaseVersion: 2, BaseEpoch: 1, Area: &now, Name: &name, People: &household.PeopleChanged{Women: &women},
	})
	claim := sc.submit(all.verifier, "household.amend", household.HouseholdAmend{
		Household: h, BaseVersion: 2, BaseEpoch: 1, Name: &other,
	})
	if claim.Status != journal.StatusConflict {
		sc.Fatalf("%+v", claim)
	}
	sc.take(all.coordinator, "household.correct", household.HouseholdCorrect{
		Household: h, BaseVersion: 4, Name: &other, Settles: claim.Entry,
	})
}

// erased withdraws a family and erases it.
func (sc *scene) erased(all staff, h household.ID) {
	sc.Helper()
	sc.graded(all, h, 4, sc.photographs(all.worker, "of the erased"))
	sc.located(all, h)
	sc.spoken(all)
	sc.refuses(all, h, household.PurposeRelief)
	sc.take(all.officer, "household.erase", household.HouseholdErase{Household: h, Reason: "family_asked"})
	told := sc.told(all, village, "")
	sc.take(all.officer, "household.erase", household.HouseholdErase{Household: told, Reason: "family_asked"})
}

// forgets erases a complaint about no registered family, whose place was written and is another name of a village.
func (sc *scene) forgets(all staff) {
	sc.Helper()
	complaint := grievance.GrievanceTake{
		ID: grievance.ID(sc.id()), Area: block, About: "other", Text: "late", AnswerBy: "visit", WrittenPlace: "Dakshin Para",
		Reference: "00000022", Complainant: "Rahima", Relation: "neighbour", Reach: "worker",
	}
	sc.take(all.worker, "grievance.take", complaint)
	sc.take(all.approver, "grievance.settle", grievance.GrievanceSettle{
		Grievance: complaint.ID, Decision: "upheld", Reason: "It is so.",
	})
	sc.take(all.coordinator, "written_place.match", household.WrittenPlaceMatch{
		Records: []string{string(complaint.ID)}, Area: village,
	})
	sc.take(all.officer, "grievance.erase", grievance.GrievanceErase{Grievance: complaint.ID, Reason: "family_asked"})
}

// donates raises money for homes and builds one.
func (sc *scene) donates(all staff) {
	sc.Helper()
	id := campaign.ID(sc.id())
	sc.take(all.coordinator, "campaign.add", campaign.CampaignAdd{
		ID: id, Slug: "homes", Name: "Homes", HomePricePaise: 15_000_000, GoalHomes: 100,
	})
	pledge := campaign.PledgeRecord{
		ID: campaign.PledgeID(sc.id()), Campaign: id, Donor: "A donor", AmountPaise: 5_000_000, Currency: campaign.Currency,
	}
	sc.take(all.treasurer, "pledge.record", pledge)
	sc.take(all.treasurer, "payment.record", campaign.PaymentRecord{
		ID: campaign.PaymentID(sc.id()), Pledge: pledge.ID, AmountPaise: 100, Currency: campaign.Currency, Reference: "UTR1",
		ReceivedOn: "2020-06-05",
	})
	promise := func(n int64) campaign.HomeID {
		homes := campaign.HomePromise{ID: campaign.HomeID(sc.id()), Campaign: id, Area: block, Count: n}
		sc.take(all.coordinator, "home.promise", homes)
		return homes.ID
	}
	promise(30)
	publish := func() {
		sc.did(func() {
			if _, err := release.Publish(sc.Context(), sc.s, all.coordinator, release.Options{K: release.DefaultK}); err != nil {
				sc.Fatal(err)
			}
		})
	}
	sc.extras(publish)
	publish()
	sc.extras(func() { promise(1) })
	home := promise(2)
	sc.extras(func() {
		sc.take(all.coordinator, "home.advance", campaign.HomeAdvance{Home: home, To: campaign.Paused})
		sc.take(all.coordinator, "home.advance", campaign.HomeAdvance{Home: home, To: campaign.Promised})
	})
	sc.take(all.coordinator, "home.advance", campaign.HomeAdvance{Home: home, To: campaign.SiteReady})
}

// aliases gives an area the organisation's own names, twice.
func (sc *scene) aliases(all staff) {
	sc.Helper()
	for _, name := range []string{"Hasnabad town", "Hasnabad bazar"} {
		sc.take(all.coordinator, "area.alias", area.AreaAlias{Area: block, Aliases: []string{name}})
	}
}

// keptAndRestored records a backup, and a restore from it.
func (sc *scene) keptAndRestored() {
	sc.Helper()
	sc.take(actor.System(), "backup.taken", journal.BackupTaken{Backup: digest, TakenAt: db.At(sc.now)})
	restored := func() {
		sc.take(actor.System(), "journal.restored", journal.JournalRestored{Epoch: sc.id(), Backup: digest, TakenAt: db.At(sc.now)})
	}
	sc.extras(restored)
	restored()
}

// alone is everything for two persons in an organisation of one: it takes effect after a wait.
func (sc *scene) alone() {
	sc.Helper()
	one := person(1, slices.Clone(actor.Roles)...)
	one.Steward = true
	sc.found(one)
	sc.areas(one)
	only := staff{
		first: one, second: one, coordinator: one, approver: one, worker: one, distributor: one, keeper: one, officer: one,
		verifier: person(2, actor.OutreachWorker),
	}
	sc.take(actor.System(), "account.add", accountOf(only.verifier, "verifier"))
	sc.signsIn(only.verifier)
	g := sc.goodsOf(only)
	h := sc.family(only, village)
	sc.graded(only, h, 4)
	plan := sc.plan(g, 1)
	sc.take(one, "distribution.plan", plan)
	sc.waited(one, "distribution.approve", approval(plan))
	complaint := grievance.GrievanceTake{ID: grievance.ID(sc.id()), Area: village, About: "other", Text: "late", AnswerBy: "none"}
	sc.take(one, "grievance.take", complaint)
	sc.waited(one, "grievance.settle", grievance.GrievanceSettle{Grievance: complaint.ID, Decision: "upheld", Reason: "It is so."})
	sc.waited(one, "grievance.erase", grievance.GrievanceErase{Grievance: complaint.ID, Reason: "family_asked"})
	second := person(3, actor.Administrator)
	sc.take(one, "account.add", accountOf(second, "second"))
	sc.waited(one, "steward.appoint", people.StewardAppoint{Account: second.Account})
	sc.settlesAlone(one, second)
	sc.waited(one, "household.erase", household.HouseholdErase{Household: h, Reason: "family_asked"})
}
