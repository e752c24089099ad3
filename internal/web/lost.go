package web

import (
	"cmp"
	"maps"
	"slices"

	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/field"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/summary"
)

// HeldView is the maximum that a phone can hold about families, in numbers.
type HeldView struct {
	Phone      DeviceView       `json:"phone"`
	PackAt     *db.Instant      `json:"pack_at"` // of the newest pack that it fetched; null: it fetched none
	Families   int              `json:"families"`
	Erased     int              `json:"erased"`   // of them, those erased here since: the phone may still hold them
	Moved      int              `json:"moved"`    // of them, those that have left the worker's areas; where to is unknown
	InAreas    int              `json:"in_areas"` // of the worker's areas
	Registered int              `json:"registered"`
	Unrecorded bool             `json:"unrecorded"` // an earlier pack's contents were not recorded: lists may be missing
	Areas      []HeldAreaView   `json:"areas" nullable:"false"`
	Lists      []HeldListView   `json:"lists" nullable:"false"`
	Others     []OtherPhoneView `json:"others" nullable:"false"`            // other workers on the same phone
	Lock       string           `json:"lock" set:"lock_state" empty:"true"` // as last reported; empty: not reported
	WrongPins  int64            `json:"wrong_pins"`
}

// HeldAreaView is the number of families in a place, or in several places with few families together.
type HeldAreaView struct {
	Name     string `json:"name"` // names of the places, separated by commas
	NameBN   string `json:"name_bn"`
	NameHI   string `json:"name_hi"`
	Families int    `json:"families"`
}

// minHeld is the minimum number of families per row of places, so that an administrator, who may not read families,
// cannot identify one.
const minHeld = 10

// HeldListView is a distribution list on the phone; a sealed part opens only with the team leader's PIN.
type HeldListView struct {
	Distribution distribution.ID `json:"distribution"`
	Name         string          `json:"name"`
	Families     int             `json:"families"`
	Sealed       bool            `json:"sealed"`
}

// OtherPhoneView is another credential on the same phone.
type OtherPhoneView struct {
	Credential  people.CredentialID `json:"credential"`
	Name        string              `json:"name"`
	WithdrawnAt *db.Instant         `json:"withdrawn_at"`
}

// heldBy reads a phone and the data that it held.
func (c *call) heldBy(tx *db.Tx) (phone people.Enrolled, held field.Held, err error) {
	id, err := c.id("credential")
	if err != nil {
		return phone, held, err
	}
	if phone, err = people.EnrolledPhone(tx, people.CredentialID(id)); err != nil {
		return phone, held, err
	}
	held, err = field.HeldBy(tx, phone)
	return phone, held, err
}

func showHeld(c *call) (out HeldView, err error) {
	return out, c.read(func(tx *db.Tx) error {
		phone, held, err := c.heldBy(tx)
		if err != nil {
			return err
		}
		gaps, err := field.GapsOf(tx)
		if err != nil {
			return err
		}
		out = HeldView{
			Phone: viewDevice(phone, gaps[phone.Credential]), PackAt: held.IssuedAt, Families: held.Families(),
			Erased: held.Erased, Moved: held.Moved, InAreas: held.InAreas, Registered: held.Registered,
			Unrecorded: held.Unrecorded, Lists: []HeldListView{}, Others: []OtherPhoneView{},
			Lock: phone.LockState, WrongPins: phone.WrongPins,
		}
		for _, list := range held.Lists {
			out.Lists = append(out.Lists, HeldListView(list))
		}
		if out.Areas, err = viewHeldAreas(tx, held.Areas); err != nil {
			return err
		}
		others, err := people.CredentialsOnDevice(tx, phone.Device)
		for _, other := range others {
			if other.Credential != phone.Credential {
				out.Others = append(out.Others, OtherPhoneView{other.Credential, other.Name, other.WithdrawnAt})
			}
		}
		return err
	})
}

// viewHeldAreas returns rows by place, most families first; the last row combines places with few families.
func viewHeldAreas(tx *db.Tx, counts map[area.Key]int) ([]HeldAreaView, error) {
	names, err := areaNames(tx, slices.Collect(maps.Keys(counts)))
	views := make([]HeldAreaView, 0, len(counts))
	for key, n := range counts {
		name := names[key]
		name.AreaName = cmp.Or(name.AreaName, string(key))
		views = append(views, HeldAreaView{
			Name: name.AreaName, NameBN: cmp.Or(name.AreaNameBN, name.AreaName),
			NameHI: cmp.Or(name.AreaNameHI, name.AreaName), Families: n,
		})
	}
	slices.SortFunc(views, func(a, b HeldAreaView) int {
		return cmp.Or(b.Families-a.Families, cmp.Compare(a.Name, b.Name))
	})
	for n := len(views); n > 1 && views[n-1].Families < minHeld; n = len(views) {
		few, last := &views[n-2], views[n-1]
		few.Name, few.NameBN, few.NameHI = few.Name+", "+last.Name, few.NameBN+", "+last.NameBN, few.NameHI+", "+last.NameHI
		few.Families += last.Families
		views = views[:n-1]
	}
	return views, err
}

// CallView is a family to call, or to visit where it has no telephone.
type CallView struct {
	Household household.ID `json:"household"`
	Name      string       `json:"name"`
	Phone     string       `json:"phone"`
	PhoneOf   string       `json:"phone_of" set:"phone_owner" empty:"true"`
	AreaNames
	Size  int  `json:"size"`
	First bool `json:"first"` // call these first; most have no particular reason
}

// CallList lists the families that the officer has to inform. Elsewhere counts families outside the officer's areas,
// whom another officer calls; Unknown those that cannot be called, because they were erased or are not known.
type CallList struct {
	Rows      []CallView `json:"rows" nullable:"false"`
	Elsewhere int        `json:"elsewhere"`
	Unknown   int        `json:"unknown"`
}

func showCalls(c *call) (out CallList, err error) {
	opening := c.Query("opening")
	if !household.ID(opening).WellFormed() {
		return out, notFound("opening")
	}
	return out, c.read(func(tx *db.Tx) error {
		phone, held, err := c.heldBy(tx)
		if err != nil {
			return err
		}
		key, err := people.MayCall(tx, phone.Credential, journal.EntryID(opening))
		if err != nil {
			return err
		}
		calls, err := summary.Calls(tx, held.Households, key)
		if err != nil {
			return err
		}
		if err := callNames(tx, calls, c.language()); err != nil {
			return err
		}
		sortCalls(calls, c.language())
		keys := make([]area.Key, len(calls))
		for i, one := range calls {
			keys[i] = one.Area
		}
		names, err := areaNames(tx, keys)
		out = CallList{Rows: make([]CallView, len(calls)), Elsewhere: len(held.Households) - len(calls)}
		out.Unknown = held.Erased + held.Moved
		for i, one := range calls {
			out.Rows[i] = CallView{
				Household: one.Household, Name: one.Name, Phone: one.Phone, PhoneOf: one.PhoneOf, AreaNames: names[one.Area],
				Size: one.Size, First: one.First,
			}
		}
		return err
	})
}

func listLostPhones(c *call) (DeviceList, error) {
	list := DeviceList{Rows: []DeviceView{}}
	return list, c.read(func(tx *db.Tx) error {
		rows, err := people.LostPhones(tx)
		if err != nil {
			return err
		}
		gaps, err := field.GapsOf(tx)
		for _, row := range rows {
			list.Rows = append(list.Rows, viewDevice(row, gaps[row.Credential]))
		}
		return err
	})
}
