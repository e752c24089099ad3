package main

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"strings"
)

// value is the limit's value for one placeholder: an SQL expression over pgbench's variables, and the same as a Go
// value.
type value struct {
	pg   string
	lite func(v vars) any
}

// vars are the variables of one handover in the raw SQLite loop; results of a SELECT have the key table_column.
type vars map[string]any

func constant(v any) value {
	var pg string
	switch x := v.(type) {
	case nil:
		pg = "NULL"
	case []byte:
		pg = fmt.Sprintf(`'\x%x'`, x)
	case string:
		pg = "'" + strings.ReplaceAll(x, "'", "''") + "'"
	default:
		pg = fmt.Sprint(x)
	}
	return value{pg, func(vars) any { return v }}
}

// fromSelect is a result of an earlier SELECT of the same handover, with a prefix.
func fromSelect(prefix, name string) value {
	pg := ":" + name
	if prefix != "" {
		pg = "'" + prefix + "' || :" + name
	}
	return value{pg, func(v vars) any {
		if prefix == "" {
			return v[name]
		}
		return prefix + fmt.Sprint(v[name])
	}}
}

// numbered is an id computed from a number.
func numbered(kind, name string) value {
	return value{
		fmt.Sprintf("CAST('00000000-0000-7000-800%s-' || lpad(:%s, 12, '0') AS uuid)", kind, name),
		func(v vars) any { return id(kind, v[name].(int)) },
	}
}

// values maps the names of the log's values to the limit's. A missing name means that the program sends something new;
// the limit must send it too, so the bench stops with an error.
func (w *world) values(session []byte) map[string]value {
	organisation, account := string(w.mina.Organisation), string(w.mina.Account)
	now := value{
		fmt.Sprintf("(%d + :n)", w.at.UnixMicro()),
		func(v vars) any { return w.at.UnixMicro() + int64(v["n"].(int)) },
	}
	random := sha256.Sum256([]byte("as random as a salt"))
	payload, err := w.handoverPayload(0, 0)
	if err != nil {
		panic(err) // unreachable: a struct of strings can always be encoded
	}
	entry, text := numbered(limitIDs, "n"), constant("")
	// With blanks: pgbench would read ":1" as a variable.
	due := constant(fmt.Sprintf(`{"items": [{"item": "%s", "quantity": 1}]}`, w.item))
	all := map[string]value{
		"set_config/app.organisations": constant("{" + organisation + "}"),

		"session/s.token_hash": constant(session), "session/s.expires_at": now,

		"entry/id": entry, "entry/kind": constant("handover.give"), "entry/schema": constant(1), "entry/author": constant(account),
		"entry/organisation": constant(organisation), "entry/device": text, "entry/device_seq": constant(0), "entry/pack": text,
		"entry/occurred_at": now, "entry/recorded_at": now, "entry/commitment": constant(random[:]),
		"entry_body/entry": entry, "entry_body/payload": constant(payload), "entry_body/salt": constant(random[:]),
		"entry_body/organisation": constant(organisation), "outcome/organisation": constant(organisation),
		"handover/organisation": constant(organisation),
		"unsealed/entry":        entry,

		"card/c.organisation": constant(organisation),
		"card/c.code":         {"CAST(:code AS text)", func(v vars) any { return v["code"] }},

		"distribution/distribution.organisation": constant(organisation),
		"distribution/entitlement.household":     fromSelect("", "card_household"), "distribution/distribution.id": numbered(distributionIDs, "site"),
		"distribution/organisation": constant(organisation), "distribution/area_path": constant(blockPath),
		"distribution/area_path#2": constant(strings.TrimSuffix(blockPath, "/") + "0"),

		"handover/id": entry, "handover/entry": entry, "handover/entitlement": fromSelect("", "distribution_entitlement"),
		"handover/distribution": numbered(distributionIDs, "site"), "handover/household": fromSelect("", "card_household"),
		"handover/card": fromSelect("", "card_id"), "handover/collector": constant("self"), "handover/status": constant("accepted"),
		"handover/given_by": constant(account), "handover/given_at": now,

		"movement/id": entry, "movement/entry": entry, "movement/kind": constant("handover"), "movement/document": text,
		"movement/party": text, "movement/reason": text, "movement/reverses": constant(nil), "movement/organisation": constant(organisation),
		"movement/recorded_by": constant(account), "movement/recorded_at": now,

		"outcome/entry": entry, "outcome/n": constant(1), "outcome/status": constant("applied"), "outcome/code": text,
		"outcome/path": text, "outcome/message": text, "outcome/numbers": due, "outcome/recorded_at": now,
	}
	item := constant(string(w.item))
	organisationOf := constant(organisation)
	household, store := fromSelect("household:", "card_household"), fromSelect("store:", "distribution_store")
	maps.Copy(all, map[string]value{
		"leg/movement": entry, "leg/account": household, "leg/item": item, "leg/quantity": constant(1),
		"leg/organisation": organisationOf, "leg/organisation#2": organisationOf, "balance/organisation": organisationOf,
		"leg/movement#2": entry, "leg/account#2": store, "leg/item#2": item, "leg/quantity#2": constant(-1),
	})
	return all
}

// balances distinguishes the two statements on one table: an INSERT for the household's balance, an UPDATE for the
// store's.
func balances(s statement, name string, item value) (value, bool) {
	deposit := strings.HasPrefix(strings.ToUpper(s.sql), "INSERT")
	switch strings.SplitN(name, "#", 2)[0] {
	case "balance/account":
		if deposit {
			return fromSelect("household:", "card_household"), true
		}
		return fromSelect("store:", "distribution_store"), true
	case "balance/item":
		return item, true
	case "balance/quantity":
		if deposit {
			return constant(1), true
		}
		return constant(-1), true
	}
	return value{}, false
}

// valuesOf returns the values of a statement in the order of its placeholders.
func (w *world) valuesOf(s statement, all map[string]value) ([]value, error) {
	var found []value
	for _, name := range s.names {
		v, known := all[name]
		if !known {
			v, known = balances(s, name, constant(string(w.item)))
		}
		if !known {
			return nil, fmt.Errorf("the program now sends %s, which the limit does not: add it to values.go (%s)", name, s.sql)
		}
		found = append(found, v)
	}
	return found, nil
}
