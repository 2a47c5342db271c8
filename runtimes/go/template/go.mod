module funko

go 1.24
