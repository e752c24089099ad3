package web

import (
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/field"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/words"
)

const deskRows = 200

// ExceptionView is an exception with the names of accounts and phone workers whose ids are in its details.
type ExceptionView struct {
	journal.OpenException
	Names map[string]string `json:"names"`
}

// listExceptions lists exceptions, settled ones last.
func listExceptions(c *call) (out Rows[ExceptionView], err error) {
	return out, c.read(func(tx *db.Tx) error {
		found, err := journal.Exceptions(tx, deskRows)
		if err != nil {
			return err
		}
		if err := withStorage(tx, found); err != nil {
			return err
		}
		names, err := namesIn(tx, c.language(), found)
		views := make([]ExceptionView, len(found))
		for i, x := range found {
			views[i] = ExceptionView{OpenException: x, Names: map[string]string{}}
			for _, id := range idsIn(x.Details) {
				if name, known := names[id]; known {
					views[i].Names[id] = name
				}
			}
		}
		out = rowsOf(views, "")
		return err
	})
}

// withStorage adds current figures to the exceptions about phone storage: there is one per phone, which is updated.
func withStorage(tx *db.Tx, found []journal.OpenException) error {
	var phones []people.CredentialID
	for _, x := range found {
		if device, is := x.Details["device"].(string); is && storageKinds[x.Kind] {
			phones = append(phones, people.CredentialID(device))
		}
	}
	stored, err := field.StorageOf(tx, phones)
	for _, x := range found {
		device, is := x.Details["device"].(string)
		if now, counted := stored[people.CredentialID(device)]; is && counted && storageKinds[x.Kind] {
			x.Details["limit"] = now.RefusedFor
			if now.RefusedAt != nil {
				x.Details["refused_at"] = now.RefusedAt
			}
			x.Details["unopened_bytes"], x.Details["unreadable_bytes"] = now.Unopened, now.Unreadable
			x.Details["photos"] = now.Photos
		}
	}
	return err
}

var storageKinds = map[string]bool{"storage_limit": true, "device_withdrawn": true}

// namesIn returns the names for the ids in exceptions' details: people and phones of the reader's organisation, and
// families in the reader's scope.
func namesIn(
	tx *db.Tx, language words.Language, found []journal.OpenException,
) (map[string]string, error) {
	var ids []string
	var phones []people.CredentialID
	for _, x := range found {
		for _, id := range idsIn(x.Details) {
			ids, phones = append(ids, id), append(phones, people.CredentialID(id))
		}
	}
	names, err := people.Names(tx, ids)
	if err != nil {
		return nil, err
	}
	carriers, err := people.WorkerNames(tx, phones)
	if err != nil {
		return nil, err
	}
	for id, name := range carriers {
		names[string(id)] = name
	}
	var families []household.ID
	for _, x := range found {
		for _, field := range []string{"first_household", "second_household", "household"} {
			if id, is := x.Details[field].(string); is {
				families = append(families, household.ID(id))
			}
		}
	}
	shown, err := card.CalledByID(tx, families, markWord(language))
	for id, name := range shown {
		names[string(id)] = name
	}
	return names, err
}

func idsIn(details map[string]any) (ids []string) {
	for _, value := range details {
		if text, is := value.(string); is && intake.CanonicalUUID(text) {
			ids = append(ids, text)
		}
	}
	return ids
}
