package stock

import (
	"maps"
	"slices"
	"strings"

	"tripol/internal/db"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// PlaceDetails name a store in the details of an exception.
type PlaceDetails struct {
	Place   string `json:"place"`
	PlaceBN string `json:"place_bn"`
	PlaceHI string `json:"place_hi"`
}

func placeOf(s Store) PlaceDetails { return PlaceDetails{s.Name, s.NameBN, s.NameHI} }

// Found is the quantity of one item that was found, by the item's code.
type Found struct {
	Item     string `json:"item"`
	Received int64  `json:"received"`
}

// UnmatchedDetails are those of goods that came under a number whose waybill is not known, or not one to book by.
type UnmatchedDetails struct {
	PlaceDetails
	Number string  `json:"number"`
	Why    string  `json:"why" set:"unmatched_arrival"`
	Lines  []Found `json:"lines" nullable:"false"`
}

// The reasons are the states of the arrival, but for one that waits.
var _ = form.Set("unmatched_arrival", "unknown", string(arrivalOtherStore), string(arrivalAmbiguous),
	string(arrivalCancelled))

// TwoCounts are the quantities of one item by two counts: the one that was booked, and a later one.
type TwoCounts struct {
	Item   string `json:"item"` // item code
	First  int64  `json:"first"`
	Second int64  `json:"second"`
}

// SecondArrivalDetails are those of a second arrival of a waybill with other quantities than the booked ones.
type SecondArrivalDetails struct {
	PlaceDetails
	Waybill WaybillID   `json:"waybill"`
	Number  string      `json:"number"`
	Lines   []TwoCounts `json:"lines" nullable:"false"`
}

const (
	arrivalUnmatched = "arrival_unmatched"
	arrivedTwice     = "arrival_differs"
)

var (
	_ = journal.DetailsOf[UnmatchedDetails](arrivalUnmatched)
	_ = journal.DetailsOf[SecondArrivalDetails](arrivedTwice)
)

// wait defers an arrival whose waybill is not dispatched yet. Once a person has settled its exception, it waits no
// longer.
func (a *arriving) wait(tx *db.Tx) (journal.Outcome, error) {
	if a.again {
		open, _, err := journal.ExceptionState(tx, arrivalUnmatched, a.entry.ID)
		if err != nil || !open {
			return mayBe(err, func() (journal.Outcome, error) { return a.decided(tx, arrivalLeft, nil) })
		}
	} else if err := a.raiseUnmatched(tx, "unknown"); err != nil {
		return journal.Outcome{}, err
	}
	return journal.WaitsFor("waybill:" + a.row.Number), nil
}

// mayBe returns an error, or what do returns if there is none.
func mayBe(err error, do func() (journal.Outcome, error)) (journal.Outcome, error) {
	if err != nil {
		return journal.Outcome{}, err
	}
	return do()
}

// unplaced keeps goods that no waybill places in this store.
func (a *arriving) unplaced(tx *db.Tx, state arrivalState) (journal.Outcome, error) {
	o, err := a.decided(tx, state, nil)
	if err != nil {
		return journal.Outcome{}, err
	}
	return o, a.raiseUnmatched(tx, string(state))
}

func (a *arriving) raiseUnmatched(tx *db.Tx, why string) error {
	codes, err := itemCodes(tx, itemsOfArrivals(a.in.Lines))
	if err != nil {
		return err
	}
	details := UnmatchedDetails{PlaceDetails: placeOf(a.store), Number: a.row.Number, Why: why}
	for _, line := range a.in.Lines {
		details.Lines = append(details.Lines, Found{codes[line.Item], line.Received})
	}
	return journal.Raise(tx, journal.Exception{
		Kind: arrivalUnmatched, Entry: a.entry.ID, Organisation: a.store.Organisation, AreaPath: a.store.AreaPath,
		Details: details,
	})
}

// compare compares an arrival with the one that was booked.
func (a *arriving) compare(tx *db.Tx, w Waybill) (journal.Outcome, error) {
	lines, err := waybillLines(tx, []WaybillID{w.ID})
	if err != nil {
		return journal.Outcome{}, err
	}
	first, second := map[ItemID]int64{}, map[ItemID]int64{}
	for _, line := range lines {
		if line.Received != nil {
			first[line.Item] = *line.Received
		}
	}
	for _, line := range a.in.Lines {
		second[line.Item] = line.Received
	}
	differing, err := twoCounts(tx, first, second)
	if err != nil {
		return journal.Outcome{}, err
	}
	if len(differing) == 0 {
		return a.decided(tx, arrivalConfirmed, &w.ID)
	}
	o, err := a.decided(tx, arrivalDiffers, &w.ID)
	if err != nil {
		return journal.Outcome{}, err
	}
	return o, journal.Raise(tx, journal.Exception{
		Kind: arrivedTwice, Entry: a.entry.ID, Organisation: a.store.Organisation, AreaPath: a.store.AreaPath,
		Details: SecondArrivalDetails{placeOf(a.store), w.ID, w.Number, differing},
	})
}

// twoCounts returns the items whose quantities differ, sorted by code. An item of one count only has 0 in the other.
func twoCounts(tx *db.Tx, first, second map[ItemID]int64) (differing []TwoCounts, err error) {
	all := maps.Clone(first)
	maps.Copy(all, second)
	codes, err := itemCodes(tx, slices.Sorted(maps.Keys(all)))
	for item := range all {
		if first[item] != second[item] {
			differing = append(differing, TwoCounts{codes[item], first[item], second[item]})
		}
	}
	slices.SortFunc(differing, func(a, b TwoCounts) int { return strings.Compare(a.Item, b.Item) })
	return differing, err
}
