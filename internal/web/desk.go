package web

import (
	"strings"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// PersonView is an account as the office lists it.
type PersonView struct {
	ID    string       `json:"id"`
	Login string       `json:"login"`
	Name  string       `json:"name"`
	Roles []actor.Role `json:"roles" nullable:"false"`
}

const deskRows = 200

// listExceptions lists what waits for a person's decision, what is settled last.
func listExceptions(c *call) (out Rows[journal.OpenException], err error) {
	return out, c.read(func(tx *db.Tx) error {
		found, err := journal.Exceptions(tx, deskRows)
		out = rowsOf(found, "")
		return err
	})
}

func listAccounts(c *call) (out Rows[PersonView], err error) {
	return out, c.read(func(tx *db.Tx) error {
		found, err := people.Accounts(tx)
		if err != nil {
			return err
		}
		views := make([]PersonView, len(found))
		for i, p := range found {
			views[i] = PersonView{ID: p.ID, Login: p.Login, Name: p.Name, Roles: []actor.Role{}}
			for role := range strings.SplitSeq(p.Roles, ",") {
				if role != "" {
					views[i].Roles = append(views[i].Roles, actor.Role(role))
				}
			}
		}
		out = rowsOf(views, "")
		return nil
	})
}
