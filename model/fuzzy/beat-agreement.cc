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
        if (std::abs(difference) <= toleranceS)
        {
            ++agreement.matched;
            ++a;
            ++f;
        }
        else if (difference > 0)
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
