//! The table of options in `README.md`, kept between markers.
