// SPDX-License-Identifier: GPL-2.0-only

#include "beat-agreement.h"

#include <cmath>

namespace ns3::iomt
{

double
BeatAgreement::Sensitivity() const
{
    return static_cast<double>(matched) / static_cast<double>(matched + missed);
}

double
BeatAgreement::PositivePredictivity() const
{
    return static_cast<double>(matched) / static_cast<double>(matched + extra);
}

BeatAgreement
CompareBeats(const std::vector<double>& annotated,
             const std::vector<double>& found,
             double toleranceS)
{
    BeatAgreement agreement;
    std::size_t a = 0;
    std::size_t f = 0;
    while (a < annotated.size() && f < found.size())
    {
        const double difference = found[f] - annotated[a];
        // A closer one of either kind may follow; the pair is then that.
        const bool nextAnnotated = a + 1 < annotated.size() &&
                                   std::abs(found[f] - annotated[a + 1]) < std::abs(difference);
        const bool nextFound =
            f + 1 < found.size() && std::abs(found[f + 1] - annotated[a]) < std::abs(difference);
        if (std::abs(difference) <= toleranceS && !nextAnnotated && !nextFound)
        {
            ++agreement.matched;
            ++a;
            ++f;
        }
        else if (nextAnnotated || (!nextFound && difference > 0))
        {
            ++agreement.missed;
            ++a;
        }
        else
        {
            ++agreement.extra;
            ++f;
        }
    }
    agreement.missed += annotated.size() - a;
    agreement.extra += found.size() - f;
    return agreement;
}

} // namespace ns3::iomt
