package card

import (
	"tripol/internal/db"
	"tripol/internal/household"
)

// Called returns what lists call the families: the name, or the designation of one without a name, with the code of its
// valid card. One statement reads the cards, and none where all have names.
func Called(
	tx *db.Tx, families map[household.ID]household.Household, word household.MarkWord,
) (map[household.ID]string, error) {
	var unnamed []string
	for id, h := range families {
		if h.Name == "" {
			unnamed = append(unnamed, string(id))
		}
	}
	codes, err := ValidCodes(tx, unnamed)
	if err != nil {
		return nil, err
	}
	called := make(map[household.ID]string, len(families))
	for id, h := range families {
		called[id] = household.Called(h.Name, h.Mark, codes[string(id)], word)
	}
	return called, nil
}

// CalledByID is Called of the families in the actor's scope among ids; others are absent.
func CalledByID(tx *db.Tx, ids []household.ID, word household.MarkWord) (map[household.ID]string, error) {
	families, err := household.GetMany(tx, ids)
	if err != nil {
		return nil, err
	}
	return Called(tx, families, word)
}
