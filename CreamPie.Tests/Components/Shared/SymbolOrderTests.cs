using CreamPie.Web.Components.Shared;

namespace CreamPie.Tests.Components.Shared;

public sealed class SymbolOrderTests
{
    [Theory]
    [InlineData("C", false, true), InlineData("AAA", false, true), InlineData("B1", false, true), InlineData("E", false, false)]
    [InlineData("C", true, true), InlineData("E", true, true), InlineData("AAA", true, false)]
    public void A_page_sorted_by_symbol_is_concerned_by_what_is_on_it_or_may_come_before_its_end(string symbol, bool isDescending, bool concerns)
    {
        string[] shown = isDescending ? ["D", "C", "B"] : ["B", "C", "D"];
        Assert.Equal(concerns, SymbolOrder.Concerns(new(new HashSet<string> { symbol }, new HashSet<int>()), shown, isDescending));
    }
}
