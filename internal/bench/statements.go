package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// hole stands for a value in a statement whatever the engine's spelling was.
const hole = "\x00"

// statement is one statement of the log with its values taken out and each value's place named by the column it is for,
// such as entry/id, balance/quantity#2.
type statement struct {
	sql   string // with holes
	table string // the first that it names
	names []string
}

var (
	placeholders = regexp.MustCompile(`\$\d+\$?|\?`)
	values       = regexp.MustCompile(`(=|<=|>=|<|>) (?:'[^']*'|"[^"]*"|\d+)`) // a scanned query is logged with its values
	firstTable   = regexp.MustCompile("(?i)(?:insert into|update|from) [\"`]?([a-z_]+)")
	insertInto   = regexp.MustCompile("(?is)^insert into [\"`]?[a-z_]+[\"`]? \\(([^)]*)\\) values (.*)$")
	beforeHole   = regexp.MustCompile(`(?:([\w."]+)\s*(?:=|<=|>=|<|>|\+)\s*|'([\w.]+)',\s*)` + hole)
	tuples       = regexp.MustCompile(`\(([^()]*)\)`)
)

// parse takes a logged statement apart. It fails on a value whose column it cannot tell.
func parse(logged string) (statement, error) {
	sql := strings.ReplaceAll(logged, "`", `"`)
	sql = placeholders.ReplaceAllString(values.ReplaceAllString(sql, "$1 "+hole), hole)
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
	if holes := strings.Count(sql, hole); holes != len(columns) {
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

// several is one of the inserts of a statement that does more than one.
var several = regexp.MustCompile(`(?is)insert into "?([a-z_]+)"? \(([^)]*)\)\s*(?:values \(([^)]*)\)|select (.*?) from)`)

// inserts names the values of a statement of several inserts, each by its own table. The first is the statement's.
func (s statement) inserts(logged string) (statement, error) {
	for _, found := range several.FindAllStringSubmatch(s.sql, -1) {
		if len(s.names) == 0 {
			s.table = found[1]
		}
		for _, column := range insertedColumns(found[2], "("+found[3]+found[4]+")") {
			s.names = append(s.names, found[1]+"/"+column)
		}
	}
	if holes := strings.Count(s.sql, hole); holes != len(s.names) {
		return s, fmt.Errorf("the bench names %d of the %d values of: %s", len(s.names), holes, logged)
	}
	return s, nil
}

// withoutInner takes out what stands in parentheses, where a SELECT inside a SELECT may name another table first.
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
			if strings.Contains(value, hole) && i < len(names) {
				columns = append(columns, strings.TrimSpace(names[i]))
			}
		}
	}
	return columns
}

// filled puts a text of each value in its hole.
func (s statement) filled(of func(i int, name string) string) string {
	var b strings.Builder
	for i, part := range strings.Split(s.sql, hole) {
		if i > 0 {
			b.WriteString(of(i-1, s.names[i-1]))
		}
		b.WriteString(part)
	}
	return b.String()
}

// transactions divides what was logged: what was read to know who asks, and the one writing transaction.
type transactions struct {
	alone  []statement // outside any transaction
	reads  []statement // the session's read transaction
	writes []statement
}

// divide parses a log and finds the transactions in it: on Postgres each begins by telling its scope, on SQLite the writing one
// begins by claiming the entry.
func divide(log []string) (t transactions, err error) {
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
