package web

import (
	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/grievance"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// SituationView is a situation report of an area on a day.
type SituationView struct {
	ID   string   `json:"id"`
	Area area.Key `json:"area"`
	AreaNames
	Day     string `json:"day"`
	Flooded string `json:"flooded" set:"flooded"`
	Power   string `json:"power" set:"power"`
	Water   string `json:"water" set:"water"`
	Road    string `json:"road" set:"road"`
	Market  string `json:"market" set:"market"`
	Note    string `json:"note"`
	// WrittenPlace is the place that was written under the area, until the office decides which it is.
	WrittenPlace string     `json:"written_place"`
	By           string     `json:"by"`
	OccurredAt   db.Instant `json:"occurred_at"`
	RecordedAt   db.Instant `json:"recorded_at"`
}

func listSituations(c *call) (out Rows[SituationView], err error) {
	return out, c.read(func(tx *db.Tx) error {
		reports, next, err := damage.Situations(tx, c.Query("after"), 0)
		if err != nil {
			return err
		}
		keys, by, ids := make([]area.Key, len(reports)), make([]string, len(reports)), make([]string, len(reports))
		for i, r := range reports {
			keys[i], by[i], ids[i] = r.Area, string(r.ReportedBy), r.ID
		}
		written, err := placeWritten(tx, ids, keys)
		if err != nil {
			return err
		}
		places, who, err := placesAndPeople(tx, keys, by)
		if err != nil {
			return err
		}
		views := make([]SituationView, len(reports))
		for i, r := range reports {
			views[i] = SituationView{
				ID: r.ID, Area: keys[i], AreaNames: places[keys[i]], WrittenPlace: written[i], Day: r.Day,
				Flooded: r.Flooded, Power: r.Power, Water: r.Water,
				Road: r.Road, Market: r.Market, Note: r.Note, By: who[string(r.ReportedBy)], OccurredAt: r.OccurredAt,
				RecordedAt: r.RecordedAt,
			}
		}
		out = rowsOf(views, next)
		return nil
	})
}

// placeWritten replaces the areas of records whose written place was decided, and returns the written places of the
// others, by record.
func placeWritten(tx *db.Tx, records []string, keys []area.Key) ([]string, error) {
	written := make([]string, len(records))
	states, err := household.WrittenNames(tx, records)
	if err != nil {
		return nil, err
	}
	for i, id := range records {
		if state := states[id]; state.Area != "" {
			keys[i] = state.Area
		} else {
			written[i] = state.Name
		}
	}
	return written, nil
}

func placesAndPeople(
	tx *db.Tx, keys []area.Key, accounts []string,
) (places map[area.Key]AreaNames, who map[string]string, err error) {
	if places, err = areaNames(tx, keys); err != nil {
		return nil, nil, err
	}
	who, err = people.Names(tx, accounts)
	return places, who, err
}

// GrievanceView is a complaint with its resolution. The text of a private one is sealed.
type GrievanceView struct {
	ID        grievance.ID `json:"id"`
	Household household.ID `json:"household" empty:"true"` // empty: about no registered family
	Area      area.Key     `json:"area"`
	AreaNames
	// WrittenPlace is the place that was written under the area, until the office decides which it is.
	WrittenPlace string      `json:"written_place"`
	About        string      `json:"about" set:"grievance_about"`
	Text         string      `json:"text"`
	Sealed       bool        `json:"sealed"` // an officer gets the text by an entry grievance.open
	AnswerBy     string      `json:"answer_by" set:"answer_by"`
	By           string      `json:"by"`
	Mine         bool        `json:"mine"` // the reader took it, so another person must decide
	OccurredAt   db.Instant  `json:"occurred_at"`
	RecordedAt   db.Instant  `json:"recorded_at"`
	Decision     string      `json:"decision" set:"grievance_decision" empty:"true"` // empty while undecided
	Reason       string      `json:"reason"`
	SettledBy    string      `json:"settled_by"`
	SettledAt    *db.Instant `json:"settled_at"`
	// Who complains and how to reach them; a private complaint has it in its sealed text.
	Reference   string      `json:"reference"`   // empty: none
	Complainant string      `json:"complainant"` // empty: they do not want to say
	Relation    string      `json:"relation" set:"complainant_relation" empty:"true"`
	Reach       string      `json:"reach" set:"complainant_reach" empty:"true"`
	ReachPhone  string      `json:"reach_phone"`
	ReachAt     string      `json:"reach_at"`
	Answer      string      `json:"answer"` // that the worker who took it brings
	BroughtBy   string      `json:"brought_by"`
	BroughtAt   *db.Instant `json:"brought_at"`
}

func listGrievances(c *call) (out Rows[GrievanceView], err error) {
	return out, c.read(func(tx *db.Tx) error {
		known, next, err := grievance.List(tx, grievance.Filter{
			State: c.Query("state"), Reference: c.Query("reference"), After: c.Query("after"),
		})
		if err != nil {
			return err
		}
		var keys []area.Key
		var accounts, ids []string
		for _, g := range known {
			keys, accounts, ids = append(keys, g.Area), append(accounts, string(g.TakenBy)), append(ids, string(g.ID))
			for _, by := range []string{g.SettledBy, g.BroughtBy} {
				if by != "" {
					accounts = append(accounts, by)
				}
			}
		}
		written, err := placeWritten(tx, ids, keys)
		if err != nil {
			return err
		}
		places, who, err := placesAndPeople(tx, keys, accounts)
		if err != nil {
			return err
		}
		views := make([]GrievanceView, len(known))
		for i, g := range known {
			g.Area = keys[i]
			views[i] = viewGrievance(tx, g, places, who)
			views[i].WrittenPlace = written[i]
		}
		out = rowsOf(views, next)
		return nil
	})
}

func viewGrievance(tx *db.Tx, g grievance.Details, places map[area.Key]AreaNames, who map[string]string) GrievanceView {
	view := GrievanceView{
		ID: g.ID, Area: g.Area, AreaNames: places[g.Area], About: g.About, Text: g.Text, Sealed: len(g.Sealed) > 0,
		AnswerBy: g.AnswerBy, By: who[string(g.TakenBy)], Mine: g.TakenBy == tx.Actor.Account, OccurredAt: g.OccurredAt,
		RecordedAt: g.RecordedAt, Decision: g.Decision, Reason: g.Reason, SettledBy: who[g.SettledBy], SettledAt: g.SettledAt,
		Complainant: g.Complainant, Relation: g.Relation, Reach: g.Reach, ReachPhone: g.ReachPhone, ReachAt: g.ReachAt,
		Answer: g.Answer, BroughtBy: who[g.BroughtBy], BroughtAt: g.BroughtAt,
	}
	if g.Reference != nil {
		view.Reference = *g.Reference
	}
	if g.Household != nil {
		view.Household = *g.Household
	}
	return view
}

// SealedView is a private complaint's ciphertext, which only an officer's browser can decrypt.
type SealedView struct {
	Sealed []byte `json:"sealed" format:"byte"` // empty when its family was erased
}

func showSealed(c *call) (out SealedView, err error) {
	id, err := c.id("grievance")
	if err != nil {
		return out, err
	}
	opening := c.Query("opening")
	if !household.ID(opening).WellFormed() {
		return out, notFound("opening")
	}
	return out, c.read(func(tx *db.Tx) error {
		out.Sealed, err = grievance.Sealed(tx, grievance.ID(id), journal.EntryID(opening))
		return err
	})
}

// ProtectionView contains the keys for an officer's browser; every private key in it is wrapped.
type ProtectionView struct {
	Recipient string `json:"recipient"` // the organisation's public key; empty: it has no key yet
	Mine      string `json:"mine"`      // the reader's own public key; empty: none yet
	Secret    []byte `json:"secret" format:"byte" nullable:"false"`
	Wrapped   []byte `json:"wrapped" format:"byte" nullable:"false"` // empty while the reader has not been admitted
	// Asked: the reader requested admission with a new key, which is pending.
	Asked    bool          `json:"asked"`
	Officers []OfficerView `json:"officers" nullable:"false"`
}

// OfficerView is a protection officer with a key of their own.
type OfficerView struct {
	Account   actor.AccountID `json:"account"`
	Name      string          `json:"name"`
	Recipient string          `json:"recipient"`
	Admitted  bool            `json:"admitted"`
	Rejoin    journal.EntryID `json:"rejoin" empty:"true"` // the request to be admitted with a new key
}

func showProtection(c *call) (out ProtectionView, err error) {
	return out, c.read(func(tx *db.Tx) error {
		p, err := people.ProtectionOf(tx)
		out = ProtectionView{
			Recipient: p.Recipient, Mine: p.Mine, Secret: append([]byte{}, p.Secret...), Wrapped: append([]byte{}, p.Wrapped...),
			Asked: p.Asked, Officers: make([]OfficerView, len(p.Officers)),
		}
		for i, o := range p.Officers {
			out.Officers[i] = OfficerView(o)
		}
		return err
	})
}

// FormSettingsView is what the office's forms of families need beside the reader's own data; a phone's pack has it.
type FormSettingsView struct {
	ProtectionKey string `json:"protection_key"` // public key for sealing notes; empty: none
	HelpNumber    string `json:"help_number"`    // read aloud before consent; empty: none
}

func showFormSettings(c *call) (out FormSettingsView, err error) {
	out.HelpNumber = c.server.HelpNumber
	return out, c.read(func(tx *db.Tx) error {
		out.ProtectionKey, err = people.ProtectionKey(tx, tx.Actor.Organisation)
		return err
	})
}

// NoteView is a household's encrypted blob; only an officer's browser can decrypt it and see whether it contains a
// note.
type NoteView struct {
	Blob []byte `json:"blob" format:"byte"`
}

func showNotes(c *call) (out Rows[NoteView], err error) {
	id, err := c.id("household")
	if err != nil {
		return out, err
	}
	opening := c.Query("opening")
	if !household.ID(opening).WellFormed() {
		return out, notFound("opening")
	}
	return out, c.read(func(tx *db.Tx) error {
		notes, err := household.Notes(tx, household.ID(id), journal.EntryID(opening))
		views := make([]NoteView, len(notes))
		for i, n := range notes {
			views[i].Blob = n.Blob
		}
		out = rowsOf(views, "")
		return err
	})
}
