namespace CreamPie.Web.Simulator.Exchange;

/// <summary>Pays each quarter, raises once a year, and cuts only what the price no longer bears.</summary>
internal sealed class DividendPolicy(Company company)
{
    private double _amount;
    private int _payments;

    /// <summary>Of each share, on its ex-date; 0 on other days.</summary>
    public double On(DateOnly day, DateOnly before, double price)
    {
        if (company.Yield == 0 || day < company.PaysFrom || !IsExDate(day, before))
            return 0;
        var fitting = company.Yield / 4 * price;
        if (_amount == 0 || _amount > 2.2 * fitting)
            _amount = QuarterCents(0.9 * fitting);
        else if (_payments % 4 == 0)
            _amount = QuarterCents(Math.Clamp(fitting, 1.03 * _amount, (fitting > 2 * _amount ? 1.3 : 1.12) * _amount));
        _payments++;
        return _amount;
    }

    public void Split(double ratio) => _amount = _amount == 0 ? 0 : QuarterCents(_amount / ratio);

    private bool IsExDate(DateOnly day, DateOnly before) =>
        day.Month % 3 == company.DividendMonth && day.Day >= company.ExDay && before < new DateOnly(day.Year, day.Month, company.ExDay);

    private static double QuarterCents(double amount) => Math.Max(0.0025, Math.Round(Math.Round(amount * 400) / 400, 4));
}
