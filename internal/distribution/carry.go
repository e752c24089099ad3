package distribution

import (
	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/stock"
)

// Site is an open distribution as part of a phone's pack.
type Site struct {
	Distribution ID           `json:"distribution"`
	Name         string       `json:"name"`
	Place        string       `json:"place"`
	PlaceBN      string       `json:"place_bn"`
	PlaceHI      string       `json:"place_hi"`
	Area         area.Key     `json:"area"`
	State        State        `json:"state"`
	Store        string       `json:"store"`
	Lines        []PlanItem   `json:"lines" nullable:"false"`
	Lane         int          `json:"lane"`  // the phone's lane, from 1; 0: none
	Lanes        int          `json:"lanes"` // 0: the list is not split, and every phone has all of it
	Listed       int          `json:"listed"`
	Quota        int          `json:"off_list_quota"`
	Loaded       []Due        `json:"loaded" nullable:"false"` // goods in the phone holder's custody
	Taken        []Due        `json:"taken" nullable:"false"`  // goods taken from the store since the last count
	Loads        []string     `json:"-"`                       // ids of the loads that Taken adds up
	Leader       *LeaderCheck `json:"leader"`
	Sealed       []SealedLane `json:"sealed" nullable:"false"`
}

// LeaderCheck lets a phone verify the leader's PIN: Proof is the hex HMAC-SHA-256 of "check" under a key derived from
// the PIN with PBKDF2-SHA-256.
type LeaderCheck struct {
	Salt   []byte `json:"salt" format:"byte"`
	Rounds int    `json:"rounds"`
	Proof  string `json:"check"`
}

// SealedLane is another phone's lane, encrypted under a key that the leader's PIN unwraps.
type SealedLane struct {
	Lane    int    `json:"lane"`
	Listed  int    `json:"listed"`
	Wrapped []byte `json:"wrapped" format:"byte"`
}

// Sites returns the open distributions at which the actor may record handovers, with the phone's lanes.
func Sites(tx *db.Tx, device string) ([]Site, error) {
	var rows []distributionRow
	reach := db.Within("area_path", tx.Actor.Paths(actor.Distributor, actor.Coordinator))
	err := tx.Scopes(db.OneOrganisation(tx.Actor), reach).Where("state = ?", Opened).
		Order("opened_at, id").Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	ids := make([]ID, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	lines, err := linesOf(tx, ids)
	if err != nil {
		return nil, err
	}
	held, err := stock.CustodyOf(tx, []string{device})
	if err != nil {
		return nil, err
	}
	sites := make([]Site, len(rows))
	for i, d := range rows {
		sites[i] = Site{
			Distribution: d.ID, Name: d.Name, Place: d.StoreName, PlaceBN: d.StoreNameBN, PlaceHI: d.StoreNameHI,
			Area: d.Area, State: d.State, Store: string(d.Store), Lines: lines[d.ID], Listed: d.included(),
			Loaded: []Due{}, Sealed: []SealedLane{},
		}
		if sites[i].Loaded, err = loaded(tx, d, device, held[device]); err != nil {
			return nil, err
		}
		if err := sites[i].take(tx, device); err != nil {
			return nil, err
		}
		if err := sites[i].lanes(tx, device); err != nil {
			return nil, err
		}
	}
	return sites, nil
}

// loaded returns the goods in a phone holder's custody, if loaded for this distribution.
func loaded(tx *db.Tx, d distributionRow, device string, held []stock.Balance) ([]Due, error) {
	due := []Due{}
	from, err := source(tx, device, d.ID, d.Store)
	if err != nil || from != stock.CustodyAccount(device) {
		return due, err
	}
	for _, b := range held {
		due = append(due, Due(b))
	}
	return due, nil
}

// take sets the goods that the phone's holder took from the store since the last count there, and their loads: the
// phone may know one of them by its code before.
func (s *Site) take(tx *db.Tx, device string) error {
	open, err := newHolding(journal.Entry{}, distributionRow{ID: s.Distribution}, device).openLoads(tx)
	if err != nil {
		return err
	}
	loads := make([]stock.MovementID, len(open))
	for i, l := range open {
		loads[i], s.Loads = stock.MovementID(l.ID), append(s.Loads, l.ID)
	}
	rows, err := stock.Received(tx, device, loads)
	s.Taken = make([]Due, len(rows))
	for i, row := range rows {
		s.Taken[i] = Due(row)
	}
	return err
}

// lanes sets the phone's lane and the sealed keys of the others.
func (s *Site) lanes(tx *db.Tx, device string) error {
	var rows []laneRow
	if err := tx.Where("distribution = ?", s.Distribution).Order("lane").Find(&rows).Error; err != nil {
		return err
	}
	s.Lanes = len(rows)
	s.Quota = OffListQuota(s.Listed, s.Lanes)
	for _, row := range rows {
		if row.Device != nil && *row.Device == device {
			s.Lane = row.Lane
		}
	}
	leader, err := LeaderOf(tx, s.Distribution)
	if err != nil || leader == nil {
		return err
	}
	s.Leader = leader
	keys, err := laneKeys(tx, s.Distribution)
	for _, key := range keys {
		if key.Lane != s.Lane {
			s.Sealed = append(s.Sealed, SealedLane{Lane: key.Lane, Wrapped: key.Wrapped})
		}
	}
	return err
}

func laneKeys(tx *db.Tx, id ID) (rows []laneKeyRow, err error) {
	return rows, tx.Where("distribution = ?", id).Order("lane").Find(&rows).Error
}

// LaneKeys returns the keys that encrypt the lanes of a list, by lane.
func LaneKeys(tx *db.Tx, id ID) (map[int][]byte, error) {
	rows, err := laneKeys(tx, id)
	keys := make(map[int][]byte, len(rows))
	for _, row := range rows {
		keys[row.Lane] = row.Key
	}
	return keys, err
}

// OpenIDs returns the open distributions at which the actor may record handovers.
func OpenIDs(tx *db.Tx) (ids []ID, err error) {
	return ids, tx.Model(&distributionRow{}).
		Scopes(db.OneOrganisation(tx.Actor), db.Within("area_path", tx.Actor.Paths(actor.Distributor, actor.Coordinator))).
		Where("state = ?", Opened).Order("opened_at, id").Pluck("id", &ids).Error
}
