package web

import (
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/people"
)

// ConsentView is a family's answer for one purpose.
type ConsentView struct {
	Purpose    string     `json:"purpose" set:"purpose"`
	Given      bool       `json:"given"`
	How        string     `json:"how" set:"consent_way"`
	Language   string     `json:"language" set:"language"`
	At         db.Instant `json:"at"`          // when the family answered
	RecordedAt db.Instant `json:"recorded_at"` // when the server recorded it
	By         string     `json:"by"`
}

// WithdrawalView is a household waiting for erasure. It contains no name: the eraser does not need it.
type WithdrawalView struct {
	ID household.ID `json:"id"`
	AreaNames
	RegisteredAt db.Instant `json:"registered_at"`
	WithdrawnAt  db.Instant `json:"withdrawn_at"`
	By           string     `json:"by"`
	Mine         bool       `json:"mine"` // the reader recorded it, so another person must erase
}

func viewConsents(tx *db.Tx, h household.Household) ([]ConsentView, error) {
	rows, err := household.Consents(tx, h.ID)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = string(row.By)
	}
	who, err := people.Names(tx, ids)
	if err != nil {
		return nil, err
	}
	views := make([]ConsentView, len(rows))
	for i, row := range rows {
		views[i] = viewConsent(row, h.RegisteredAt, who)
	}
	return views, nil
}

func viewConsent(row household.Consent, registered db.Instant, who map[string]string) ConsentView {
	view := ConsentView{
		Purpose: row.Purpose, Given: row.Given, How: row.How, Language: row.Language, At: row.At, RecordedAt: registered,
		By: who[string(row.By)],
	}
	if row.RecordedAt != nil {
		view.RecordedAt = *row.RecordedAt
	}
	return view
}

// maxWithdrawals is a page that one person can process; oldest first.
const maxWithdrawals = 200

func listWithdrawals(c *call) (out Rows[WithdrawalView], err error) {
	return out, c.read(func(tx *db.Tx) error {
		found, err := household.Withdrawals(tx, maxWithdrawals)
		if err != nil {
			return err
		}
		keys, ids, by := make([]area.Key, len(found)), make([]household.ID, len(found)), []string{}
		for i, h := range found {
			keys[i], ids[i] = h.Area, h.ID
		}
		places, err := areaNames(tx, keys)
		if err != nil {
			return err
		}
		first, err := household.WithdrawnBy(tx, ids)
		if err != nil {
			return err
		}
		for _, account := range first {
			by = append(by, string(account))
		}
		who, err := people.Names(tx, by)
		if err != nil {
			return err
		}
		views := make([]WithdrawalView, len(found))
		for i, h := range found {
			views[i] = WithdrawalView{
				ID: h.ID, AreaNames: places[h.Area], RegisteredAt: h.RegisteredAt, WithdrawnAt: *h.WithdrawnAt,
				By: who[string(first[h.ID])], Mine: first[h.ID] == tx.Actor.Account,
			}
		}
		out = rowsOf(views, "")
		return nil
	})
}
