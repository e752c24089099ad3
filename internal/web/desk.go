package web

import (
	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/fault"
	"tripol/internal/field"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/words"
)

const deskRows = 200

// ExceptionView is an exception with where it happened, who recorded the entry that raised it, and the names of the
// accounts, phone workers, distributions and families whose ids are in it.
type ExceptionView struct {
	journal.OpenException
	AreaNames
	By        string            `json:"by"`                     // empty: the program
	Household household.ID      `json:"household" empty:"true"` // the family it is about, where the reader may open it
	Names     map[string]string `json:"names"`
}

// listExceptions lists exceptions, settled ones last. With a state it has pages.
func listExceptions(c *call) (out Rows[ExceptionView], err error) {
	filter := journal.ExceptionFilter{
		State: c.Query("state"), Kind: c.Query("kind"), After: c.Query("after"), Limit: deskRows,
	}
	if err := validate(filter); err != nil {
		return out, err
	}
	return out, c.read(func(tx *db.Tx) error {
		found, err := journal.ExceptionsIn(tx, filter)
		if err != nil {
			return err
		}
		if err := withStorage(tx, found); err != nil {
			return err
		}
		views, err := viewExceptions(tx, c.language(), found)
		next := ""
		if filter.State != "" && len(found) == deskRows {
			next = found[deskRows-1].ID
		}
		out = rowsOf(views, next)
		return err
	})
}

func validate(f journal.ExceptionFilter) error {
	notOffered := func(path string) error {
		return fault.Field(path, "not_offered", "This is not one of the choices.")
	}
	switch {
	case f.State != "" && f.State != journal.ExceptionOpen && f.State != journal.ExceptionSettled:
		return notOffered("/state")
	case f.Kind != "" && journal.DetailsType(f.Kind) == nil:
		return notOffered("/kind")
	case f.After != "" && !intake.CanonicalUUID(f.After):
		return fault.Field("/after", "malformed", "The cursor is malformed.")
	}
	return nil
}

func viewExceptions(
	tx *db.Tx, language words.Language, found []journal.OpenException,
) ([]ExceptionView, error) {
	families, err := familiesOf(tx, found)
	if err != nil {
		return nil, err
	}
	names, err := namesIn(tx, language, found, families)
	if err != nil {
		return nil, err
	}
	paths := make([]string, len(found))
	for i, x := range found {
		paths[i] = x.AreaPath
	}
	places, err := area.AtPaths(tx, paths)
	if err != nil {
		return nil, err
	}
	views := make([]ExceptionView, len(found))
	for i, x := range found {
		views[i] = ExceptionView{OpenException: x, By: names[x.Author], Names: map[string]string{}}
		if place, known := places[x.AreaPath]; known {
			views[i].AreaNames = areaNamesOf(place.Names())
		}
		for _, id := range append(idsIn(x.Details), string(families[x.ID])) {
			if name, known := names[id]; known {
				views[i].Names[id] = name
			}
		}
		if _, known := names[string(families[x.ID])]; known {
			views[i].Household = families[x.ID]
		}
	}
	return views, nil
}

// familiesOf returns the family that each exception is about, by exception: the one that it names, or the one of the
// handover that it names.
func familiesOf(tx *db.Tx, found []journal.OpenException) (map[string]household.ID, error) {
	var handovers []distribution.HandoverID
	for _, x := range found {
		if first, is := x.Details["first"].(string); is && x.Kind == "double_handover" {
			handovers = append(handovers, distribution.HandoverID(first))
		}
	}
	served, err := distribution.ServedBy(tx, handovers)
	families := make(map[string]household.ID, len(found))
	for _, x := range found {
		if named, is := x.Details["household"].(string); is {
			families[x.ID] = household.ID(named)
		} else if first, _ := x.Details["first"].(string); served[distribution.HandoverID(first)] != "" {
			families[x.ID] = served[distribution.HandoverID(first)]
		}
	}
	return families, err
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

// namedIDs are the ids in exceptions whose names are shown.
type namedIDs struct {
	people   []string
	phones   []people.CredentialID
	lists    []distribution.ID
	families []household.ID
}

func (n *namedIDs) add(x journal.OpenException, about household.ID) {
	for _, id := range idsIn(x.Details) {
		n.people, n.phones = append(n.people, id), append(n.phones, people.CredentialID(id))
	}
	if x.Author != "" {
		n.people = append(n.people, x.Author)
	}
	if id, is := x.Details["distribution"].(string); is && intake.CanonicalUUID(id) {
		n.lists = append(n.lists, distribution.ID(id))
	}
	for _, field := range []string{"first_household", "second_household"} {
		if id, is := x.Details[field].(string); is {
			n.families = append(n.families, household.ID(id))
		}
	}
	if about != "" {
		n.families = append(n.families, about)
	}
}

// namesIn returns the names for the ids in exceptions: people, phones and distributions of the reader's organisation,
// and families in the reader's scope.
func namesIn(
	tx *db.Tx, language words.Language, found []journal.OpenException, about map[string]household.ID,
) (map[string]string, error) {
	var ids namedIDs
	for _, x := range found {
		ids.add(x, about[x.ID])
	}
	names, err := people.Names(tx, ids.people)
	if err != nil {
		return nil, err
	}
	carriers, err := people.WorkerNames(tx, ids.phones)
	if err != nil {
		return nil, err
	}
	titles, err := distribution.NamesOf(tx, ids.lists)
	if err != nil {
		return nil, err
	}
	shown, err := card.CalledByID(tx, ids.families, markWord(language))
	addNames(names, carriers)
	addNames(names, titles)
	addNames(names, shown)
	return names, err
}

func addNames[ID ~string](to map[string]string, names map[ID]string) {
	for id, name := range names {
		to[string(id)] = name
	}
}

func idsIn(details map[string]any) (ids []string) {
	for _, value := range details {
		if text, is := value.(string); is && intake.CanonicalUUID(text) {
			ids = append(ids, text)
		}
	}
	return ids
}
