// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_GLUCOSE_CLASSIFIER_H
#define IOMT_GLUCOSE_CLASSIFIER_H

#include "classifier.h"
#include "glucose-trend.h"

#include <optional>

namespace ns3::iomt
{

/**
 * @brief The risk of a glucose value: 0 at 112.5 mg/dL, rising to both sides, 100 at 20 and 600.
 *
 * Source: Kovatchev, Cox, Gonder-Frederick and Clarke, Diabetes Care 1997; 20(11): 1655-1658.
 * @param mgPerDl [mg/dL]; counts as 20 below and as 600 above the scale
 */
double GlucoseRisk(double mgPerDl);

/**
 * @brief Levels and trend of glucose.
 *
 * | glucose [mg/dL]             | label       | alarm     |
 * |-----------------------------|-------------|-----------|
 * | below 54                    | `very-low`  | emergency |
 * | 54 to below 70              | `low`       | urgent    |
 * | 70 to 180                   | `in-range`  | none      |
 * | above 180 to 250            | `high`      | none      |
 * | above 250                   | `very-high` | urgent    |
 *
 * Whatever the level, a trend that leads below 54 within 20 min is urgent. The trend is the
 * least-squares line through the readings of the last 15 min, of which there must be three. The
 * score is the risk of the level.
 *
 * Source of the levels: Battelino et al., international consensus on time in range (ADA, ATTD),
 * Diabetes Care 2019; 42(8): 1593-1603. Which of them alarm how urgently is a choice.
 */
class GlucoseClassifier : public Classifier
{
  public:
    using Classifier::Classifier;

    std::string Name() const override;
    std::vector<std::string> Inputs() const override;

  protected:
    std::optional<Classification> Classify(double t,
                                           const std::map<std::string, double>& fresh) override;

  private:
    GlucoseTrend m_trend;
};

} // namespace ns3::iomt

#endif // IOMT_GLUCOSE_CLASSIFIER_H
