using Portfolio.Projects;

namespace Portfolio.Export;

/// <summary>Lets Excel make the workbook that the board gets every month.</summary>
public static class ExcelExport
{
    public static byte[] Create(IReadOnlyList<Project> projects)
    {
        var path = Path.Combine(Path.GetTempPath(), $"portfolio-{Guid.NewGuid():N}.xlsx");
        dynamic excel = Activator.CreateInstance(Type.GetTypeFromProgID("Excel.Application")!)!;
        try
        {
            var workbook = excel.Workbooks.Add();
            var sheet = workbook.Worksheets[1];
            string[] titles = ["Project", "Owner", "Budget", "Spent"];
            for (var column = 0; column < titles.Length; column++)
                sheet.Cells[1, column + 1] = titles[column];
            for (var row = 0; row < projects.Count; row++)
            {
                sheet.Cells[row + 2, 1] = projects[row].Name;
                sheet.Cells[row + 2, 2] = projects[row].Owner;
                sheet.Cells[row + 2, 3] = projects[row].Budget;
                sheet.Cells[row + 2, 4] = projects[row].Spent;
            }

            workbook.SaveAs(path);
            workbook.Close();
        }
        finally
        {
            excel.Quit();
        }

        return File.ReadAllBytes(path);
    }
}
