namespace CreamPie.Core.Sources.Formats.Csv;

/// <summary>
/// Whether a column of actions lists all of them. Whoever writes a 0 on days without one leaves a cell empty only where nothing is
/// known; a column that is empty throughout says nothing at all.
/// </summary>
internal sealed class ListedCells
{
    private bool _hasEmpty, _hasZero, _hasValue;

    /// <summary>Known after the last line.</summary>
    public bool AreListed => (_hasZero || _hasValue) && !(_hasZero && _hasEmpty);

    /// <param name="cell">Null if it is empty, 0 if it says that there is none.</param>
    public void See(double? cell)
    {
        _hasEmpty |= cell is null;
        _hasZero |= cell is 0;
        _hasValue |= cell is not (null or 0);
    }
}
