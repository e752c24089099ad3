package db

import "database/sql"

// OpenPoolsBy lets a test open the migrations' pools.
func OpenPoolsBy(open func(driver, dsn string) (*sql.DB, error)) { openPool = open }
