//! Free rectangles on a page.

use formats::pdf_text::{Area, PageText};

/// Cells of the grid are 2 mm; on a larger page larger, so that a poster costs no more than a sheet.
const CELL_PT: f32 = 5.67;
const CELLS_LIMIT: f32 = 512.0;
/// Printers do not reach the outermost 5 mm.
const MARGIN_PT: f32 = 14.2;

/// The lowest free rectangle of that size on the page, on the left where there are several; `None` when there is none.
/// Sizes in points.
pub fn free_room(page: &PageText, width: f32, height: f32) -> Option<Area> {
    let grid = Grid::of(page)?;
    let (wide, high) = (grid.cells(width), grid.cells(height));
    let (last_row, last_column) = (grid.rows.checked_sub(high)?, grid.columns.checked_sub(wide)?);
    for row in (0..=last_row).rev() {
        for column in 0..=last_column {
            if grid.taken(column, row, wide, high) == 0 {
                return Some(Area {
                    x: MARGIN_PT + grid.points(column),
                    y: MARGIN_PT + grid.points(row),
                    width,
                    height,
                });
            }
        }
    }
    None
}

struct Grid {
    columns: usize,
    rows: usize,
    cell: f32,
    /// Sums of taken cells above and left of each corner, a row longer and wider than the grid.
    sums: Vec<u32>,
}

impl Grid {
    fn of(page: &PageText) -> Option<Self> {
        let (width, height) = (page.width_pt - 2.0 * MARGIN_PT, page.height_pt - 2.0 * MARGIN_PT);
        if !(width > 0.0 && height > 0.0 && width.is_finite() && height.is_finite()) {
            return None;
        }
        let cell = CELL_PT.max(width.max(height) / CELLS_LIMIT);
        let (columns, rows) = (whole(width / cell), whole(height / cell));
        let mut taken = vec![0_u32; columns * rows];
        let words = page.words.iter().map(formats::pdf_text::Word::area);
        for area in words.chain(page.marks.iter().copied()) {
            let covers = |from: f32, length: f32, limit: usize| {
                let first = whole(((from - MARGIN_PT) / cell).max(0.0)).min(limit);
                let end = whole(((from + length - MARGIN_PT) / cell).max(-1.0) + 1.0).min(limit);
                first..end.max(first)
            };
            let across = covers(area.x, area.width, columns);
            for row in covers(area.y, area.height, rows) {
                let cells = taken.get_mut(row * columns + across.start..row * columns + across.end);
                cells.into_iter().flatten().for_each(|cell| *cell = 1);
            }
        }
        let sums = sums(&taken, columns, rows);
        Some(Self {
            columns,
            rows,
            cell,
            sums,
        })
    }

    fn taken(&self, column: usize, row: usize, wide: usize, high: usize) -> u32 {
        let at = |column: usize, row: usize| {
            let place = row * (self.columns + 1) + column;
            self.sums.get(place).copied().unwrap_or(u32::MAX / 4)
        };
        let (right, bottom) = (column + wide, row + high);
        (at(right, bottom) + at(column, row)).saturating_sub(at(right, row) + at(column, bottom))
    }

    fn cells(&self, length: f32) -> usize {
        whole((length / self.cell).ceil())
    }

    #[allow(clippy::cast_precision_loss)] // At most a few hundred cells.
    fn points(&self, cells: usize) -> f32 {
        cells as f32 * self.cell
    }
}

fn sums(taken: &[u32], columns: usize, rows: usize) -> Vec<u32> {
    let mut sums = vec![0_u32; (columns + 1) * (rows + 1)];
    for row in 0..rows {
        let mut of_row = 0;
        for column in 0..columns {
            of_row += taken.get(row * columns + column).copied().unwrap_or(0);
            let above = sums.get(row * (columns + 1) + column + 1).copied().unwrap_or(0);
            if let Some(sum) = sums.get_mut((row + 1) * (columns + 1) + column + 1) {
                *sum = above + of_row;
            }
        }
    }
    sums
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Never below zero, bounded by the grid.
fn whole(number: f32) -> usize {
    number.max(0.0) as usize
}
