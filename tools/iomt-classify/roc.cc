// SPDX-License-Identifier: GPL-2.0-only

#include "roc.h"

#include <algorithm>
#include <cmath>

namespace ns3::iomt
{

double
AreaUnderRoc(std::vector<ScoredTruth> scores)
{
    std::sort(scores.begin(), scores.end());
    double negatives = 0; // below the scores at hand
    double wins = 0;
    std::size_t i = 0;
    while (i < scores.size())
    {
        double positivesHere = 0;
        double negativesHere = 0;
        const double score = scores[i].first;
        for (; i < scores.size() && scores[i].first == score; ++i)
        {
            (scores[i].second ? positivesHere : negativesHere) += 1;
        }
        wins += positivesHere * (negatives + negativesHere / 2);
        negatives += negativesHere;
    }
    const double positives = static_cast<double>(scores.size()) - negatives;
    return positives > 0 && negatives > 0 ? wins / positives / negatives : std::nan("");
}

} // namespace ns3::iomt
