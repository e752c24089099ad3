package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// placeholder replaces a value in a statement, independent of the engine's placeholder syntax.
const placeholder = "\x00"

// statement is one logged statement with placeholders for its values, each named by the column it belongs to, such as
// entry/id, balance/quantity#2.
type statement struct {
	sql   string // with placeholders
	table string // the first one in the statement
	names []string
}

var (
	placeholders = regexp.MustCompile(`\$\d+\$?|\?`)
	values       = regexp.MustCompile(`(=|<=|>=|<|>) (?:'[^']*'|"[^"]*"|\d+)`) // queries are logged with their values
	firstTable   = regexp.MustCompile("(?i)(?:insert into|update|from) [\"`]?([a-z_]+)")
	insertInto   = regexp.MustCompile("(?is)^insert into [\"`]?[a-z_]+[\"`]? \\(([^)]*)\\) values (.*)$")
	beforeHole   = regexp.MustCompile(`(?:([\w."]+)\s*(?:=|<=|>=|<|>|\+)\s*|'([\w.]+)',\s*)` + placeholder)
	tuples       = regexp.MustCompile(`\(([^()]*)\)`)
)

// parse parses a logged statement. It fails for a value whose column cannot be determined.
func parse(logged string) (statement, error) {
	sql := strings.ReplaceAll(logged, "`", `"`)
	sql = placeholders.ReplaceAllString(values.ReplaceAllString(sql, "$1 "+placeholder), placeholder)
	s := statement{sql: sql, table: "set_config"}
	if strings.HasPrefix(strings.ToUpper(sql), "WITH ") {
		return s.inserts(logged)
	}
	if found := firstTable.FindStringSubmatch(withoutInner(sql)); found != nil {
		s.table = found[1]
	}
	var columns []string
	if insert := insertInto.FindStringSubmatch(sql); insert != nil {
		columns = insertedColumns(insert[1], insert[2])
	} else {
		for _, found := range beforeHole.FindAllStringSubmatch(sql, -1) {
			columns = append(columns, strings.ReplaceAll(found[1], `"`, "")+found[2])
		}
	}
	if holes := strings.Count(sql, placeholder); holes != len(columns) {
		return s, fmt.Errorf("the bench names %d of the %d values of: %s", len(columns), holes, logged)
	}
	seen := map[string]int{}
	for _, column := range columns {
		name := s.table + "/" + column
		seen[name]++
		if n := seen[name]; n > 1 {
			name += "#" + strconv.Itoa(n)
		}
		s.names = append(s.names, name)
	}
	return s, nil
}

// several matches one INSERT of a statement with several.
var several = regexp.MustCompile(`(?is)insert into "?([a-z_]+)"? \(([^)]*)\)\s*(?:values \(([^)]*)\)|select (.*?) from)`)

// inserts names the values of a statement with several INSERTs by their tables. The first table is the statement's.
func (s statement) inserts(logged string) (statement, error) {
	for _, found := range several.FindAllStringSubmatch(s.sql, -1) {
		if len(s.names) == 0 {
			s.table = found[1]
		}
		for _, column := range insertedColumns(found[2], "("+found[3]+found[4]+")") {
			s.names = append(s.names, found[1]+"/"+column)
		}
	}
	if holes := strings.Count(s.sql, placeholder); holes != len(s.names) {
		return s, fmt.Errorf("the bench names %d of the %d values of: %s", len(s.names), holes, logged)
	}
	return s, nil
}

// withoutInner removes parentheses, whose sub-select may name another table first.
func withoutInner(sql string) string {
	for {
		shorter := tuples.ReplaceAllString(sql, "")
		if shorter == sql {
			return sql
		}
		sql = shorter
	}
}

func insertedColumns(list, rows string) (columns []string) {
	names := strings.Split(strings.ReplaceAll(list, `"`, ""), ",")
	rows, _, _ = strings.Cut(rows, " ON CONFLICT")
	for _, tuple := range tuples.FindAllStringSubmatch(rows, -1) {
		for i, value := range strings.Split(tuple[1], ",") {
			if strings.Contains(value, placeholder) && i < len(names) {
				columns = append(columns, strings.TrimSpace(names[i]))
			}
		}
	}
	return columns
}

// filled replaces each placeholder by a text.
func (s statement) filled(of func(i int, name string) string) string {
	var b strings.Builder
	for i, part := range strings.Split(s.sql, placeholder) {
		if i > 0 {
			b.WriteString(of(i-1, s.names[i-1]))
		}
		b.WriteString(part)
	}
	return b.String()
}

// transactions are the statements of a log, divided into the reads that authenticate the request and the one writing
// transaction.
type transactions struct {
	alone  []statement // outside any transaction
	reads  []statement // the session's read transaction
	writes []statement
}

// splitTransactions finds the transactions in a log: on Postgres each begins by setting its scope, on SQLite the writing one
// begins by claiming the entry.
func splitTransactions(log []string) (t transactions, err error) {
	write := -1
	var all []statement
	scopes := []int{}
	for i, logged := range log {
		s, err := parse(logged)
		if err != nil {
			return t, err
		}
		all = append(all, s)
		if s.table == "set_config" {
			scopes = append(scopes, i)
		}
		if write < 0 && s.table == "entry" {
			write = i
		}
	}
	if write < 0 {
		return t, fmt.Errorf("no entry was claimed in %q", log)
	}
	if len(scopes) == 0 {
		t.reads, t.writes = all[:write], all[write:]
		return t, nil
	}
	first, last := scopes[0], scopes[len(scopes)-1]
	t.alone, t.reads, t.writes = all[:first], all[first:last], all[last:]
	return t, nil
}
