// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_STRESS_PREDICT_H
#define IOMT_STRESS_PREDICT_H

#include "shared-data.h"

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace ns3::iomt
{

/** @brief A second of a volunteer in the Stress-Predict recordings (Iqbal et al. 2022). */
struct StressPredictSecond
{
    std::string subject; //!< S02 to S25
    double t;            //!< [s]
    double pulse;        //!< [/min]
    double respiration;  //!< [/min]
    double task;         //!< 1 while a stress task runs
    double sweat;        //!< [uS]
    double skin;         //!< [degC]
    double motion;       //!< [g]
};

/** @brief All of them, subject by subject in the order of time; none where they are absent. */
inline std::vector<StressPredictSecond>
StressPredict()
{
    std::vector<StressPredictSecond> seconds;
    const auto path = SharedData("stress-predict/stress-predict-1hz.csv");
    if (path.empty())
    {
        return seconds;
    }
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line))
    {
        std::istringstream fields(line);
        StressPredictSecond s;
        char comma;
        std::getline(fields, s.subject, ',');
        fields >> s.t >> comma >> s.pulse >> comma >> s.respiration >> comma >> s.task >> comma >>
            s.sweat >> comma >> s.skin >> comma >> s.motion;
        seconds.push_back(s);
    }
    return seconds;
}

} // namespace ns3::iomt

#endif // IOMT_STRESS_PREDICT_H
