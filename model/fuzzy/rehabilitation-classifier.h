// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_REHABILITATION_CLASSIFIER_H
#define IOMT_REHABILITATION_CLASSIFIER_H

#include "classifier.h"
#include "rule-base.h"

#include <deque>

namespace ns3::iomt
{

/**
 * @brief Mamdani guidance of an exercise, from the angle of a joint.
 *
 * Reach is the largest angle of the last 20 s, pace how often the angle rose through the middle of
 * what it covered in that time. The score is the guidance, -1 do more to 1 do less; labels `more`,
 * `good`, `less`. Nothing is said before 10 s of exercise. It raises no alarm.
 */
class RehabilitationClassifier : public Classifier
{
  public:
    /** @throws FclError when rulesFolder/rehabilitation.fcl cannot be read, or does not fit */
    explicit RehabilitationClassifier(const ClassifierSettings& settings);

    std::string Name() const override;
    std::vector<std::string> Inputs() const override;

  protected:
    std::optional<Classification> Classify(double t,
                                           const std::map<std::string, double>& fresh) override;

  private:
    struct Sample
    {
        double t;   // [s]
        double deg; // [degrees]
    };

    RuleBase m_rules;
    std::deque<Sample> m_recent;
};

} // namespace ns3::iomt

#endif // IOMT_REHABILITATION_CLASSIFIER_H
