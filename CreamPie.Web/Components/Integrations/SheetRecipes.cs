namespace CreamPie.Web.Components.Integrations;

/// <summary>Spreadsheets.</summary>
internal static class SheetRecipes
{
    public static readonly IReadOnlyList<Recipe> All =
    [
        new("excel", "Excel", Access.Feed,
            "Data, Get Data, From Other Sources, Blank Query; then Advanced Editor. Excel asks how to sign in: Anonymous. "
            + "Refresh reads it again.",
            new Step("Power Query: the history of one stock", "powerquery", """
                let
                    Source = Csv.Document(Web.Contents("<feed link>/AAPL.csv"), [Delimiter = ",", Encoding = 65001]),
                    Headed = Table.PromoteHeaders(Source),
                    Bars = Table.TransformColumnTypes(Headed, {{"Date", type date}, {"Open", type number}, {"High", type number},
                        {"Low", type number}, {"Close", type number}, {"Volume", Int64.Type}}, "en-US")
                in
                    Bars
                """),
            new Step("Power Query: the latest prices", "powerquery", """
                let
                    Source = Csv.Document(Web.Contents("<feed link>/prices.csv"), [Delimiter = ",", Encoding = 65001]),
                    Headed = Table.PromoteHeaders(Source),
                    Prices = Table.TransformColumnTypes(Headed, {{"Price", type number}, {"Change", type number},
                        {"Previous Close", type number}, {"Date", type date}}, "en-US")
                in
                    Prices
                """)),
        new("google-sheets", "Google Sheets", Access.Feed,
            "Google fetches the address, so it must be reachable from the internet. Where your sheet's formulas have semicolons, put them "
            + "in place of the commas between the arguments.",
            new Step("The latest prices", "", """
                =IMPORTDATA("<feed link>/prices.csv?symbols=AAPL,MSFT", ",", "en_US")
                """),
            new Step("One price in one cell", "", """
                =INDEX(IMPORTDATA("<feed link>/prices.csv?symbols=AAPL", ",", "en_US"), 2, 3)
                """),
            new Step("A history", "", """
                =IMPORTDATA("<feed link>/AAPL.csv?from=2025-01-01", ",", "en_US")
                """)),
        new("libreoffice", "LibreOffice", Access.Feed,
            "Sheet, External Links: paste the address and press Enter. In the import dialog choose the language English (USA) and the "
            + "separator comma; below, how often it is read again.",
            new Step("A history", "", """
                <feed link>/AAPL.csv
                """),
            new Step("The latest prices", "", """
                <feed link>/prices.csv
                """)),
    ];
}
