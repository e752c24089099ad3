package field

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"tripol/internal/distribution"
	"tripol/internal/household"
	"tripol/internal/summary"
)

// fetchedList is the content of a pack for one distribution's list.
type fetchedList struct {
	own    bool   // the phone's own lane, or the whole list
	sealed uint64 // bit set of other phones' lanes in the pack
	got    uint64 // the fetched ones of them
}

func bit(lane int) uint64 { return 1 << lane } // lanes are at most twenty

// fetchedLists returns a pack's lists by distribution.
func (p heldPack) fetchedLists() (map[distribution.ID]fetchedList, error) {
	lists := map[distribution.ID]fetchedList{}
	for _, row := range p.content {
		if id, is := strings.CutPrefix(row.Name, listPart); is {
			one := lists[distribution.ID(id)]
			one.own = row.DeliveredAt != nil
			lists[distribution.ID(id)] = one
			continue
		}
		rest, is := strings.CutPrefix(row.Name, sealedPart)
		if !is {
			continue
		}
		at := strings.LastIndexByte(rest, '-')
		lane, err := strconv.Atoi(rest[at+1:])
		if err != nil {
			return nil, err
		}
		id := distribution.ID(rest[:at])
		one := lists[id]
		one.sealed |= bit(lane)
		if row.DeliveredAt != nil {
			one.got |= bit(lane)
		}
		lists[id] = one
	}
	return lists, nil
}

// lists adds the families of the distributions' lists, own and sealed.
func (h *heldComputation) lists() error {
	fetched := map[distribution.ID][]fetchedList{}
	for _, pack := range h.packs {
		of, err := pack.fetchedLists()
		if err != nil {
			return err
		}
		for id, one := range of {
			if (one.own || one.got != 0) && !slices.Contains(fetched[id], one) {
				fetched[id] = append(fetched[id], one)
			}
		}
	}
	opened, err := distribution.OpenedOn(h.tx, string(h.phone.Credential))
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(fetched)) {
		var open uint64
		for _, lane := range opened[id] {
			open |= bit(lane)
		}
		if err := h.list(id, fetched[id], open); err != nil {
			return err
		}
	}
	return nil
}

func (h *heldComputation) list(id distribution.ID, fetched []fetchedList, opened uint64) error {
	rows, err := summary.ListedOn(h.tx, string(id), h.span)
	if err != nil {
		return err
	}
	lanes, err := distribution.LaneCount(h.tx, id)
	if err != nil {
		return err
	}
	name, err := summary.DistributionName(h.tx, string(id))
	if err != nil {
		return err
	}
	readable, shut := map[household.ID]summary.Located{}, map[household.ID]summary.Located{}
	for _, row := range rows {
		lane := bit(distribution.LaneOf(distribution.EntitlementID(row.Entitlement), lanes))
		for _, one := range fetched {
			switch {
			case one.own && one.sealed&lane == 0, one.got&opened&lane != 0:
				readable[row.Household] = row.Located
			case one.got&lane != 0:
				shut[row.Household] = row.Located
			}
		}
	}
	maps.DeleteFunc(shut, func(id household.ID, _ summary.Located) bool { _, is := readable[id]; return is })
	if n := h.add(slices.Collect(maps.Values(readable))); n > 0 {
		h.Lists = append(h.Lists, HeldList{Distribution: id, Name: name, Families: n})
	}
	if n := h.add(slices.Collect(maps.Values(shut))); n > 0 {
		h.Lists = append(h.Lists, HeldList{Distribution: id, Name: name, Families: n, Sealed: true})
	}
	return nil
}
